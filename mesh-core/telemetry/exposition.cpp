// SPDX-License-Identifier: Apache-2.0
#include "telemetry/exposition.h"

#include <cmath>

#include <spdlog/fmt/fmt.h>

namespace causeway::telemetry {
namespace {

std::string_view word(Exposition::Type type) {
    switch (type) {
    case Exposition::Type::Counter: return "counter";
    case Exposition::Type::Gauge: return "gauge";
    case Exposition::Type::Histogram: return "histogram";
    }
    return "untyped";
}

// The quote is escaped in a label's value only, the other two also in help texts.
void appendEscaped(std::string& out, std::string_view text, bool label) {
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && label)
            out += "\\\"";
        else
            out += c;
    }
}

std::string number(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value);
}

} // namespace

void Exposition::family(std::string_view name, Type type, std::string_view help) {
    m_family = name;
    m_text += fmt::format("# HELP {} ", name);
    appendEscaped(m_text, help, false);
    m_text += fmt::format("\n# TYPE {} {}\n", name, word(type));
}

void Exposition::line(std::string_view suffix, Labels labels, std::string_view le,
                      std::string_view value) {
    m_text += m_family;
    m_text += suffix;
    char separator = '{';
    const auto append = [&](std::string_view name, std::string_view text) {
        m_text += separator;
        m_text += name;
        m_text += "=\"";
        appendEscaped(m_text, text, true);
        m_text += '"';
        separator = ',';
    };
    for (const auto& label : labels)
        append(label.name, label.value);
    if (!le.empty())
        append("le", le);
    if (separator == ',')
        m_text += '}';
    m_text += ' ';
    m_text += value;
    m_text += '\n';
}

void Exposition::sample(Labels labels, std::uint64_t value) {
    line("", labels, "", fmt::format("{}", value));
}

void Exposition::sample(Labels labels, double value) { line("", labels, "", number(value)); }

void Exposition::histogramMs(Labels labels, const telemetry::Histogram& histogram,
                             std::span<const std::uint64_t> edgesMs) {
    for (const auto edge : edgesMs)
        line("_bucket", labels, fmt::format("{}", edge),
             fmt::format("{}", histogram.countUpTo(edge * 1000)));
    const auto count = fmt::format("{}", histogram.count());
    line("_bucket", labels, "+Inf", count);
    line("_sum", labels, "", number(static_cast<double>(histogram.sumUs()) / 1000));
    line("_count", labels, "", count);
}

} // namespace causeway::telemetry
