// SPDX-License-Identifier: Apache-2.0
#include "route/route_table.h"

#include "route/pattern.h"

#include <algorithm>
#include <cctype>
#include <tuple>

#include <spdlog/fmt/fmt.h>

namespace causeway::route {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

// The value of the first query parameter of that name, as written (not decoded).
std::optional<std::string_view> findQuery(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto ampersand = query.find('&');
        const auto pair = query.substr(0, ampersand);
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name)
            return equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        query = ampersand == std::string_view::npos ? std::string_view()
                                                    : query.substr(ampersand + 1);
    }
    return std::nullopt;
}

bool sameText(std::string_view a, std::string_view lowered) {
    return std::equal(a.begin(), a.end(), lowered.begin(), lowered.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == y; });
}

// "/loans" matches "/loans" and "/loans/7", not "/loansharks".
bool prefixMatches(std::string_view path, std::string_view prefix) {
    if (!path.starts_with(prefix))
        return false;
    return path.size() == prefix.size() || prefix.ends_with('/') || path[prefix.size()] == '/';
}

struct CompiledValue {
    std::string name;
    std::string exact;
    std::optional<Pattern> pattern;

    [[nodiscard]] bool matches(std::optional<std::string_view> found) const {
        return found && (pattern ? pattern->matches(*found) : *found == exact);
    }
};

} // namespace

struct RouteTable::Entry {
    std::size_t rule = 0;
    std::optional<HostMatch> host;
    std::optional<PathMatch> path;
    std::optional<Pattern> pathPattern;
    std::string method;
    std::vector<CompiledValue> headers;
    std::vector<CompiledValue> query;

    struct Parts {
        std::string_view host;
        std::string_view path;
        std::string_view query;
    };
    [[nodiscard]] bool matches(const RequestView& request, const Parts& parts) const;
    // Greater is more specific.
    [[nodiscard]] auto rank() const;

private:
    [[nodiscard]] bool hostMatches(std::string_view requestHost) const;
    [[nodiscard]] bool pathMatches(std::string_view requestPath) const;
};

auto RouteTable::Entry::rank() const {
    const int hostKind = !host ? 0 : host->kind == HostMatch::Kind::Suffix ? 1 : 2;
    const auto hostLength = host ? host->value.size() : 0;
    int pathKind = 0;
    if (path)
        pathKind = path->kind == PathMatch::Kind::Prefix  ? 0
                   : path->kind == PathMatch::Kind::Regex ? 1
                                                          : 2;
    const auto pathLength = path ? path->value.size() : 0;
    return std::tuple(hostKind, hostLength, pathKind, pathLength, !method.empty(), headers.size(),
                      query.size());
}

bool RouteTable::Entry::hostMatches(std::string_view requestHost) const {
    if (!host)
        return true;
    const std::string_view wanted = host->value;
    if (host->kind == HostMatch::Kind::Exact)
        return sameText(requestHost, wanted);
    // At least one label stands in for the asterisk.
    if (requestHost.size() < wanted.size() + 2)
        return false;
    const auto tail = requestHost.substr(requestHost.size() - wanted.size());
    return requestHost[requestHost.size() - wanted.size() - 1] == '.' && sameText(tail, wanted);
}

bool RouteTable::Entry::pathMatches(std::string_view requestPath) const {
    if (!path)
        return true;
    switch (path->kind) {
    case PathMatch::Kind::Exact: return requestPath == path->value;
    case PathMatch::Kind::Prefix: return prefixMatches(requestPath, path->value);
    case PathMatch::Kind::Regex: return pathPattern->matches(requestPath);
    }
    return false;
}

bool RouteTable::Entry::matches(const RequestView& request, const Parts& parts) const {
    if (!method.empty() && method != request.method)
        return false;
    if (!hostMatches(parts.host) || !pathMatches(parts.path))
        return false;
    for (const auto& value : headers)
        if (!request.headers || !value.matches(request.headers->find(value.name)))
            return false;
    return std::all_of(query.begin(), query.end(), [&](const auto& value) {
        return value.matches(findQuery(parts.query, value.name));
    });
}

namespace {

Result<std::optional<Pattern>> compilePattern(bool isPattern, std::string_view text,
                                              const ObjectRef& route, std::string_view field) {
    if (!isPattern)
        return std::nullopt;
    auto pattern = Pattern::compile(text);
    if (!pattern)
        return tl::unexpected(
            std::move(pattern).error().context(fmt::format("{}: {}", route.describe(), field)));
    return std::optional(std::move(*pattern));
}

Result<std::vector<CompiledValue>> compileValues(const std::vector<ValueMatch>& values,
                                                 const ObjectRef& route, std::string_view field) {
    std::vector<CompiledValue> compiled;
    for (const auto& value : values) {
        const bool isPattern = value.kind == ValueMatch::Kind::Regex;
        CAUSEWAY_TRY(auto pattern,
                     compilePattern(isPattern, value.value, route,
                                    fmt::format("{} \"{}\"", field, value.name)));
        compiled.push_back({value.name, value.value, std::move(pattern)});
    }
    return compiled;
}

} // namespace

RouteTable::RouteTable() : m_entries(std::make_shared<const std::vector<Entry>>()) {}
RouteTable::RouteTable(std::shared_ptr<const std::vector<Entry>> entries)
    : m_entries(std::move(entries)) {}

Result<RouteTable> RouteTable::compile(std::span<const RouteRule> rules) {
    auto entries = std::make_shared<std::vector<Entry>>();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto& rule = rules[i];
        const auto matches = rule.matches.empty() ? std::vector(1, RouteMatch{}) : rule.matches;
        std::vector<std::optional<HostMatch>> hosts(rule.hosts.begin(), rule.hosts.end());
        if (hosts.empty())
            hosts.emplace_back();
        for (const auto& match : matches) {
            const bool isPattern = match.path && match.path->kind == PathMatch::Kind::Regex;
            Entry entry;
            entry.rule = i;
            entry.path = match.path;
            entry.method = match.method;
            CAUSEWAY_TRY(entry.pathPattern,
                         compilePattern(isPattern, isPattern ? match.path->value : "", rule.route,
                                        "path"));
            CAUSEWAY_TRY(entry.headers, compileValues(match.headers, rule.route, "header"));
            for (auto& header : entry.headers)
                header.name = lower(header.name);
            CAUSEWAY_TRY(entry.query, compileValues(match.query, rule.route, "query parameter"));
            for (const auto& host : hosts) {
                entry.host = host;
                if (entry.host)
                    entry.host->value = lower(entry.host->value);
                entries->push_back(entry);
            }
        }
    }
    std::stable_sort(entries->begin(), entries->end(),
                     [](const Entry& a, const Entry& b) { return a.rank() > b.rank(); });
    return RouteTable(std::move(entries));
}

std::optional<std::size_t> RouteTable::match(const RequestView& request) const {
    const auto question = request.path.find('?');
    const Entry::Parts parts{hostOf(request.authority), request.path.substr(0, question),
                             question == std::string_view::npos
                                 ? std::string_view()
                                 : request.path.substr(question + 1)};
    for (const auto& entry : *m_entries)
        if (entry.matches(request, parts))
            return entry.rule;
    return std::nullopt;
}

std::string_view hostOf(std::string_view authority) {
    const auto colon = authority.rfind(':');
    const auto bracket = authority.rfind(']');
    const bool hasPort = colon != std::string_view::npos
                         && (bracket == std::string_view::npos || colon > bracket);
    return hasPort ? authority.substr(0, colon) : authority;
}

} // namespace causeway::route
