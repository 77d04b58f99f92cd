// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/reasons.h"

#include "base/workload_identity.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

namespace causeway::analysis {
namespace {

constexpr std::size_t kMaxListed = 3;

// "a, b, c and 9 more"
std::string listed(const std::vector<std::string>& names) {
    if (names.size() <= kMaxListed)
        return fmt::format("{}", fmt::join(names, ", "));
    return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kMaxListed, ", "),
                       names.size() - kMaxListed);
}

std::string words(const route::PathMatch& path) {
    switch (path.kind) {
    case route::PathMatch::Kind::Exact:
        return "exactly " + path.value;
    case route::PathMatch::Kind::Prefix:
        return path.value + " and below";
    case route::PathMatch::Kind::Regex:
        return "the pattern " + path.value;
    }
    return {};
}

std::string words(const route::ValueMatch& value) {
    const bool exact = value.kind == route::ValueMatch::Kind::Exact;
    return fmt::format("{}{}{}", value.name, exact ? "=" : " like ", value.value);
}

std::string words(const route::RouteMatch& match) {
    std::string text = match.method.empty() ? "any method" : match.method;
    text += match.path ? ", path " + words(*match.path) : ", any path";
    for (const auto& header : match.headers)
        text += ", header " + words(header);
    for (const auto& query : match.query)
        text += ", query " + words(query);
    return text;
}

// Asks the engine about a rule that has this one condition only.
bool holds(const route::RouteMatch& condition, const route::RequestView& request) {
    const route::RouteRule rule{{}, {}, {condition}};
    const auto table = route::RouteTable::compile({&rule, 1});
    return table && table->match(request);
}

std::string whyNot(const route::RouteMatch& match, const route::RequestView& request) {
    if (match.path && !holds({match.path, {}, {}, {}}, request))
        return fmt::format("the path is {}; it wants {}", request.path, words(*match.path));
    if (!holds({std::nullopt, match.method, {}, {}}, request))
        return fmt::format("the method is {}; it wants {}", request.method, match.method);
    for (const auto& header : match.headers)
        if (!holds({std::nullopt, {}, {header}, {}}, request))
            return fmt::format("it wants the header {}", words(header));
    for (const auto& query : match.query)
        if (!holds({std::nullopt, {}, {}, {query}}, request))
            return fmt::format("it wants the query parameter {}", words(query));
    return {};
}

bool hostHolds(const route::RouteRule& rule, const route::RequestView& request) {
    const route::RouteRule hosts{{}, rule.hosts, {}};
    const auto table = route::RouteTable::compile({&hosts, 1});
    return table && table->match(request);
}

std::string hostWords(const route::RouteRule& rule) {
    std::vector<std::string> names;
    for (const auto& host : rule.hosts)
        names.push_back((host.kind == route::HostMatch::Kind::Suffix ? "*." : "") + host.value);
    return listed(names);
}

bool admits(const policy::Authorization& rule, std::string_view caller, const IpAddress& network) {
    policy::ServerRules alone;
    alone.authorizations = {rule};
    const auto snapshot = policy::compile(alone);
    return snapshot && policy::evaluate(**snapshot, {caller, {}, network, {}}).allowed();
}

} // namespace

Reason whyRoute(const route::RouteRule& rule, const route::RequestView& request) {
    if (!hostHolds(rule, request))
        return {false, fmt::format("the host is {}; it wants {}",
                                   request.authority.empty() ? "not given" : request.authority,
                                   hostWords(rule))};
    if (rule.matches.empty())
        return {true, "it takes every request"};
    std::vector<std::string> reasons;
    for (const auto& match : rule.matches) {
        auto reason = whyNot(match, request);
        if (reason.empty())
            return {true, words(match)};
        reasons.push_back(std::move(reason));
    }
    return {false, fmt::format("{}", fmt::join(reasons, "; or "))};
}

Reason whyIdentity(const policy::Authorization& rule, std::string_view caller) {
    const auto* tls = std::get_if<policy::MeshTls>(&rule.authentication);
    if (!tls)
        return {true, "it asks for no identity"};
    if (caller.empty())
        return {false, "the caller shows no identity"};
    auto everywhere = rule;
    everywhere.networks = {{"0.0.0.0/0", {}}, {"::/0", {}}};
    const bool isNamed = admits(everywhere, caller, IpAddress());
    if (tls->anyIdentity)
        return {isNamed, "any identity of the mesh will do"};
    if (isNamed)
        return {true, shortCaller(caller) + " is named"};
    auto named = tls->identities;
    for (const auto& suffix : tls->suffixes)
        named.push_back("*" + suffix);
    return {false, fmt::format("{} is not among {}", shortCaller(caller),
                               named.empty() ? "the nobody that it names" : listed(named))};
}

Reason whyNetwork(const policy::Authorization& rule, const IpAddress& network) {
    auto anybody = rule;
    anybody.authentication = policy::Unauthenticated{};
    const bool isInside = admits(anybody, {}, network);
    std::vector<std::string> ranges;
    bool isEverywhere = false;
    for (const auto& range : rule.networks) {
        isEverywhere = isEverywhere || (range.cidr.ends_with("/0") && range.except.empty());
        ranges.push_back(range.cidr
                         + (range.except.empty() ? "" : " without " + listed(range.except)));
    }
    if (isInside && isEverywhere)
        return {true, "from anywhere"};
    return {isInside, fmt::format("{} is {}in {}", network.serialize(), isInside ? "" : "not ",
                                  listed(ranges))};
}

std::string shortCaller(std::string_view caller) {
    if (caller.empty())
        return "a caller without identity";
    const auto workload = WorkloadIdentity::parse(caller);
    if (!workload)
        return std::string(caller);
    return fmt::format("{}.{} ({})", workload->account, workload->namespace_, workload->cluster);
}

} // namespace causeway::analysis
