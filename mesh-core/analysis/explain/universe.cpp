// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/universe.h"

#include "analysis/explain/reasons.h"
#include "base/workload_identity.h"

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

template <typename Visit>
void forEachAuthorization(const policy::ServerRules& rules, const Visit& visit) {
    for (const auto& rule : rules.authorizations)
        visit(rule);
    for (const auto& route : rules.routes)
        for (const auto& rule : route.authorizations)
            visit(rule);
}

template <typename Visit>
void forEachAuthorization(const std::vector<const Judge*>& judges, const Visit& visit) {
    for (const auto* judge : judges)
        for (const auto& [service, ports] : judge->ports())
            for (const auto& port : ports)
                forEachAuthorization(policy::rulesOf(*port.policy), visit);
}

// "payments.bank.serviceaccount.identity.causeway.talk.mesh" as an id of the first cluster.
std::string spiffeOf(const Judge& judge, const std::string& dns) {
    const auto first = dns.find('.');
    const auto second = dns.find('.', first + 1);
    if (first == dns.npos || second == dns.npos)
        return {};
    const WorkloadIdentity identity{
        judge.objects().cluster().trustDomain, judge.objects().clusterName(),
        dns.substr(first + 1, second - first - 1), dns.substr(0, first)};
    return identity.dnsName() == dns ? identity.spiffeId() : std::string();
}

void addNamed(const Judge& judge, const policy::Authorization& rule, std::set<std::string>& all) {
    const auto* tls = std::get_if<policy::MeshTls>(&rule.authentication);
    if (!tls)
        return;
    for (const auto& identity : tls->identities)
        all.insert(identity.starts_with("spiffe://") ? identity : spiffeOf(judge, identity));
    for (const auto& suffix : tls->suffixes)
        all.insert(spiffeOf(judge, "any" + suffix));
}

// A text that the pattern takes, when it is one of the simple ones that people write.
std::string textFor(const std::string& pattern) {
    for (const auto* guess : {"/", "/a", "/a/b", "/7", "/a/7", "/v1/a", "/v1/a/7", "a", "7", ""}) {
        const route::RouteRule rule{
            {}, {}, {{route::PathMatch{route::PathMatch::Kind::Regex, pattern}, {}, {}, {}}}};
        const auto table = route::RouteTable::compile({&rule, 1});
        if (table && table->match({"GET", "", guess, nullptr}))
            return guess;
    }
    return pattern;
}

WitnessRequest witnessOf(const route::RouteRule& rule, const route::RouteMatch& match) {
    using Kind = route::PathMatch::Kind;
    WitnessRequest request{
        rule.route.describe(), match.method.empty() ? "GET" : match.method, {}, "/", {}};
    if (!rule.hosts.empty()) {
        const auto& host = rule.hosts.front();
        request.host = (host.kind == route::HostMatch::Kind::Suffix ? "any." : "") + host.value;
    }
    if (match.path)
        request.path =
            match.path->kind == Kind::Regex ? textFor(match.path->value) : match.path->value;
    for (const auto& header : match.headers)
        request.headers.emplace_back(header.name, header.kind == route::ValueMatch::Kind::Exact
                                                      ? header.value
                                                      : textFor(header.value));
    std::string separator = "?";
    for (const auto& query : match.query) {
        request.path += separator + query.name + "=" + query.value;
        separator = "&";
    }
    return request;
}

} // namespace

std::vector<std::string> witnessCallers(const std::vector<const Judge*>& judges) {
    std::set<std::string> all;
    for (const auto* judge : judges)
        for (const auto* object : judge->objects().all())
            if (const auto* workload = object->as<resource::ExternalWorkload>())
                if (WorkloadIdentity::parse(workload->identity))
                    all.insert(workload->identity);
    for (const auto* judge : judges)
        forEachAuthorization({judge}, [&](const auto& rule) { addNamed(*judge, rule, all); });
    all.erase("");
    std::vector<std::string> callers(all.begin(), all.end());
    callers.insert(callers.end(), {kOtherIdentity, ""});
    return callers;
}

std::vector<IpAddress> witnessAddresses(const std::vector<const Judge*>& judges) {
    std::set<IpAddress> all{IpAddress::v4(10, 0, 0, 1), IpAddress::v4(192, 0, 2, 1)};
    forEachAuthorization(judges, [&](const policy::Authorization& rule) {
        for (const auto& range : rule.networks)
            for (const auto& cidr : range.except)
                if (const auto network = IpNetwork::parse(cidr))
                    all.insert(network->first());
        for (const auto& range : rule.networks)
            if (const auto network = IpNetwork::parse(range.cidr);
                network && !range.cidr.ends_with("/0"))
                all.insert(network->last());
    });
    return {all.begin(), all.end()};
}

std::vector<WitnessRequest> witnessRequests(const std::vector<const policy::ServerRules*>& rules) {
    std::vector<WitnessRequest> requests;
    const auto add = [&](WitnessRequest request) {
        const bool isKnown = std::ranges::any_of(requests, [&](const auto& other) {
            return other.method == request.method && other.host == request.host
                   && other.path == request.path && other.headers == request.headers;
        });
        if (!isKnown)
            requests.push_back(std::move(request));
    };
    for (const auto* each : rules)
        for (const auto& route : each->routes) {
            if (route.rule.matches.empty())
                add(witnessOf(route.rule, {}));
            for (const auto& match : route.rule.matches)
                add(witnessOf(route.rule, match));
        }
    add({"any other request", "GET", "other.example", "/any/other", {}});
    return requests;
}

std::string describeCaller(const std::string& caller) {
    if (caller.empty())
        return "without identity";
    return caller == kOtherIdentity ? "any other identity" : shortCaller(caller);
}

} // namespace causeway::analysis
