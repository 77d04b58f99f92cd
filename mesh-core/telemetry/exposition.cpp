// SPDX-License-Identifier: Apache-2.0
#include "telemetry/exposition.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>

namespace causeway::telemetry {
namespace {

std::string_view word(Exposition::Type type) {
    switch (type) {
    case Exposition::Type::Counter:
        return "counter";
    case Exposition::Type::Gauge:
        return "gauge";
    case Exposition::Type::Histogram:
        return "histogram";
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

LabelText textOf(Labels labels) {
    LabelText text;
    for (const Label& label : labels)
        text.add(label.name, label.value);
    return text;
}

} // namespace

void Exposition::family(std::string_view name, Type type, std::string_view help) {
    m_family = name;
    m_text += fmt::format("# HELP {} ", name);
    appendEscaped(m_text, help, false);
    m_text += fmt::format("\n# TYPE {} {}\n", name, word(type));
}

void Exposition::line(std::string_view suffix, std::string_view labels, std::string_view le,
                      std::string_view value) {
    m_text += m_family;
    m_text += suffix;
    if (!labels.empty() || !le.empty()) {
        m_text += '{';
        m_text += labels;
        if (!le.empty())
            m_text += fmt::format("{}le=\"{}\"", labels.empty() ? "" : ",", le);
        m_text += '}';
    }
    m_text += ' ';
    m_text += value;
    m_text += '\n';
}

void Exposition::sample(Labels labels, std::uint64_t value) {
    sampleOf(textOf(labels), value);
}

void Exposition::sample(Labels labels, double value) {
    sampleOf(textOf(labels), value);
}

void Exposition::sampleOf(const LabelText& labels, std::uint64_t value) {
    line("", labels.text(), "", fmt::format("{}", value));
}

void Exposition::sampleOf(const LabelText& labels, double value) {
    line("", labels.text(), "", number(value));
}

void Exposition::histogramMs(Labels labels, const telemetry::Histogram& histogram,
                             std::span<const std::uint64_t> edgesMs) {
    histogramMs(textOf(labels), histogram, edgesMs);
}

void Exposition::histogramMs(const LabelText& labels, const telemetry::Histogram& histogram,
                             std::span<const std::uint64_t> edgesMs) {
    std::vector<std::uint64_t> edgesUs;
    for (const std::uint64_t edge : edgesMs)
        edgesUs.push_back(edge * 1000);
    this->histogram(labels.text(), histogram, edgesUs, 1e3);
}

void Exposition::histogramSeconds(const LabelText& labels, const telemetry::Histogram& histogram,
                                  std::span<const std::uint64_t> edgesUs) {
    this->histogram(labels.text(), histogram, edgesUs, 1e6);
}

void Exposition::logLinearMs(const LabelText& labels, const telemetry::Histogram& histogram) {
    const SparseHistogram sparse = histogram.sparse();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < sparse.buckets.size(); ++i) {
        sum += sparse.counts[i];
        if (sparse.buckets[i] + 1 < telemetry::Histogram::kBuckets)
            line("_bucket", labels.text(),
                 number(telemetry::Histogram::upperEdgeUs(sparse.buckets[i]) / 1e3),
                 fmt::format("{}", sum));
    }
    histogramMs(labels, histogram, {});
}

void Exposition::histogram(std::string_view labels, const telemetry::Histogram& histogram,
                           std::span<const std::uint64_t> edgesUs, double unitUs) {
    for (const auto edge : edgesUs)
        line("_bucket", labels, number(static_cast<double>(edge) / unitUs),
             fmt::format("{}", histogram.countUpTo(edge)));
    const auto count = fmt::format("{}", histogram.count());
    line("_bucket", labels, "+Inf", count);
    line("_sum", labels, "", number(static_cast<double>(histogram.sumUs()) / unitUs));
    line("_count", labels, "", count);
}

LabelText& LabelText::add(std::string_view name, std::string_view value) {
    if (!m_text.empty())
        m_text += ',';
    m_text += name;
    m_text += "=\"";
    appendEscaped(m_text, value, true);
    m_text += '"';
    return *this;
}

LabelText& LabelText::addIf(std::string_view name, std::string_view value) {
    return value.empty() ? *this : add(name, value);
}

} // namespace causeway::telemetry
