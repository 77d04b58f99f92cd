// SPDX-License-Identifier: Apache-2.0
#include "profile/finding.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <tuple>

namespace causeway::profile {
namespace {

// Takes "12:" from the front.
bool takeNumber(std::string_view& text, std::uint32_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data() + text.size() || *end != ':')
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
}

} // namespace

std::string_view name(Severity severity) {
    constexpr std::string_view kNames[] = {"note", "warning", "error"};
    return kNames[static_cast<std::size_t>(severity)];
}

std::string Finding::describe() const {
    const auto& [source, at, field] = place;
    const auto where = at.line == 0 ? source : resource::describe(source, at);
    return fmt::format("{}: {}: {}{}{} [{}]", where, name(severity), field,
                       field.empty() ? "" : ": ", message, code);
}

void Findings::add(Severity severity, std::string_view code, Place place, std::string message) {
    m_worst = std::max(m_worst, static_cast<int>(severity));
    // An error is never left out: it is why there is no result.
    if (m_list.size() >= kMax && severity != Severity::Error)
        ++m_dropped;
    else
        m_list.push_back({severity, code, std::move(place), std::move(message)});
}

void Findings::add(const resource::Problems& problems, const std::string& source) {
    for (const auto& problem : problems.list())
        add(Severity::Error, "invalid", {source, problem.range.start, problem.field},
            problem.message);
}

void Findings::add(const Error& error, const std::string& source) {
    const auto text = error.describe();
    std::string_view rest = text;
    resource::Mark at;
    if (rest.starts_with(source + ":"))
        rest.remove_prefix(source.size() + 1);
    if (!takeNumber(rest, at.line) || !takeNumber(rest, at.column))
        at = {};
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    add(Severity::Error, "unreadable", {source, at, ""}, std::string(rest));
}

void Findings::sort() {
    std::stable_sort(m_list.begin(), m_list.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.place.source, a.place.at.line, a.place.at.column)
               < std::tie(b.place.source, b.place.at.line, b.place.at.column);
    });
}

} // namespace causeway::profile
