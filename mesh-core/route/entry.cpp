// SPDX-License-Identifier: Apache-2.0
#include "route/entry.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <tuple>

namespace causeway::route {
namespace {

// The value of the first query parameter of that name, as written (not decoded).
std::optional<std::string_view> findQuery(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto ampersand = query.find('&');
        const auto pair = query.substr(0, ampersand);
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name)
            return equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        query =
            ampersand == std::string_view::npos ? std::string_view() : query.substr(ampersand + 1);
    }
    return std::nullopt;
}

} // namespace

std::string lowered(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

Result<std::vector<Entry::Value>> Entry::compileValues(const std::vector<ValueMatch>& values,
                                                       const ObjectRef& route,
                                                       std::string_view field) {
    std::vector<Value> compiled;
    for (const auto& value : values) {
        Value made{value.name, value.value, std::nullopt};
        if (value.kind == ValueMatch::Kind::Regex) {
            auto pattern = Pattern::compile(value.value);
            if (!pattern)
                return tl::unexpected(std::move(pattern).error().context(
                    fmt::format("{}: {} \"{}\"", route.describe(), field, value.name)));
            made.pattern = std::move(*pattern);
        }
        compiled.push_back(std::move(made));
    }
    return compiled;
}

Result<Entry> Entry::compile(const ObjectRef& route, const RouteMatch& match, std::size_t rule) {
    Entry entry;
    entry.m_rule = rule;
    entry.m_method = match.method;
    CAUSEWAY_TRY(entry.m_headers, compileValues(match.headers, route, "header"));
    for (auto& header : entry.m_headers)
        header.name = lowered(header.name);
    CAUSEWAY_TRY(entry.m_query, compileValues(match.query, route, "query parameter"));
    return entry;
}

bool Entry::matches(const RequestView& request, std::string_view query) const {
    if (!m_method.empty() && m_method != request.method)
        return false;
    for (const auto& value : m_headers)
        if (!request.headers || !value.matches(request.headers->find(value.name)))
            return false;
    return std::ranges::all_of(
        m_query, [&](const auto& value) { return value.matches(findQuery(query, value.name)); });
}

bool Entry::precedes(const Entry& other, Precedence precedence) const {
    const auto rank = [precedence](const Entry& entry) {
        const bool method = !entry.m_method.empty();
        const auto headers = entry.m_headers.size();
        const auto query = entry.m_query.size();
        return precedence == Precedence::GatewayApi
                   ? std::tuple(std::size_t(method), headers, query)
                   : std::tuple(headers, query, std::size_t(method));
    };
    return rank(*this) > rank(other);
}

} // namespace causeway::route
