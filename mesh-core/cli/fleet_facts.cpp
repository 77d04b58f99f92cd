// SPDX-License-Identifier: Apache-2.0
#include "cli/fleet_facts.h"

#include "analysis/simulate/simulate.h"
#include "base/workload_identity.h"
#include "cli/format.h"
#include "rules/compile.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <set>

namespace causeway::cli {
namespace {

using telemetry::EdgeSample;
using telemetry::Histogram;
using telemetry::Leg;

analysis::ProxyFact factOf(const client::Proxy& proxy) {
    analysis::ProxyFact fact{proxy.instance.namespace_, proxy.instance.instance,
                             proxy.instance.version};
    fact.isGateway = proxy.instance.mode == ProxyMode::Gateway;
    fact.isConnected = proxy.connected;
    if (proxy.configAcked < proxy.configSent)
        fact.refusal = proxy.lastNack;
    return fact;
}

std::vector<analysis::CertificateFact>
factsOf(const std::vector<client::Certificate>& certificates) {
    std::vector<analysis::CertificateFact> facts;
    for (const auto& certificate : certificates) {
        const bool isAnchor = certificate.kind == client::CertificateKind::TrustAnchor;
        if (isAnchor || certificate.kind == client::CertificateKind::Issuer)
            facts.push_back({isAnchor ? "anchor" : "issuer", certificate.subject,
                             certificate.fingerprintSha256, formatTime(certificate.notAfter)});
    }
    return facts;
}

void addLatency(const std::string& link, const std::string& service, const Histogram& histogram,
                analysis::Facts& into) {
    if (const auto p99 = histogram.quantileUs(0.99))
        into.latencies.push_back(
            {link, service, std::chrono::milliseconds(std::llround(std::ceil(*p99 / 1000))),
             histogram.count()});
}

void addLatencies(const std::vector<EdgeSample>& edges, analysis::Facts& into) {
    std::map<std::string, Histogram> wires;
    std::map<std::pair<std::string, std::string>, Histogram> services;
    for (const auto& [labels, counters] : edges) {
        if (labels.key.vantage != telemetry::Vantage::Caller || labels.key.link.empty())
            continue;
        wires[labels.key.link].merge(counters.leg(Leg::Wire));
        services[{labels.key.link, labels.key.destinationService}].merge(counters.latency);
    }
    for (const auto& [link, histogram] : wires)
        addLatency(link, {}, histogram, into);
    for (const auto& [key, histogram] : services)
        addLatency(key.first, key.second, histogram, into);
}

// The service that workloads of an identity stand behind: the first by name.
std::map<std::string, std::string> servicesByIdentity(const rules::ObjectSet& set) {
    std::map<std::string, std::string> services;
    for (const auto* service : set.all()) {
        if (!service->as<resource::Service>())
            continue;
        const auto name = service->metadata.name + "." + service->metadata.namespace_;
        for (const auto* workload : set.all()) {
            const auto* spec = workload->as<resource::ExternalWorkload>();
            if (!spec || !rules::selects(*service, *workload))
                continue;
            const auto [place, isNew] = services.emplace(spec->identity, name);
            if (!isNew)
                place->second = std::min(place->second, name);
        }
    }
    return services;
}

void addCalls(const std::string& cluster, const std::vector<EdgeSample>& edges,
              const rules::ObjectSet& set, analysis::Facts& into) {
    const auto services = servicesByIdentity(set);
    std::set<std::tuple<std::string, std::string, std::string>> calls;
    for (const auto& [labels, counters] : edges) {
        const auto from = services.find(labels.key.sourceIdentity);
        if (labels.key.vantage == telemetry::Vantage::Caller && from != services.end())
            calls.emplace(from->second, labels.key.destinationService,
                          labels.key.destinationCluster);
    }
    for (const auto& [from, to, at] : calls)
        into.calls.push_back({cluster, from, to, at});
}

void addRoutes(const std::string& cluster, const std::vector<EdgeSample>& edges,
               analysis::Facts& into) {
    std::map<std::tuple<std::string, std::string, std::string>, analysis::RouteFact> routes;
    for (const auto& [labels, counters] : edges) {
        const auto& key = labels.key;
        if (key.vantage != telemetry::Vantage::Caller
            || key.destinationService == recording::kOutside)
            continue;
        auto& sum = routes[{key.destinationService, key.destinationCluster, key.route}];
        sum.requests += counters.requests;
        sum.requestBytes += counters.requestBytes;
    }
    for (auto& [key, sum] : routes) {
        std::tie(sum.service, sum.at, sum.route) = key;
        sum.cluster = cluster;
        into.routes.push_back(std::move(sum));
    }
}

} // namespace

void addFacts(const ClusterAnswer& answer, const std::vector<resource::Object>& objects,
              analysis::Facts& into) {
    auto& facts = into.clusters[answer.cluster.name];
    facts.version = answer.cluster.version;
    facts.objects = objects;
    facts.proxies.emplace();
    for (const auto& proxy : answer.proxies)
        facts.proxies->push_back(factOf(proxy));
    facts.certificates = factsOf(answer.certificates);
    addLatencies(answer.edges, into);
    addCalls(answer.cluster.name, answer.edges, rules::ObjectSet(*facts.objects), into);
    addRoutes(answer.cluster.name, answer.edges, into);
}

Result<analysis::Facts> gatherFacts(const Options& options,
                                    const std::vector<PolicySource>& clusters,
                                    std::vector<Silence>& silent) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    auto gathered = sortOut(
        session.gather([&](const client::ClusterClient& client) -> Result<ClusterAnswer> {
            ClusterAnswer answer;
            CAUSEWAY_TRY(answer.cluster, client.cluster());
            CAUSEWAY_TRY(answer.proxies, client.proxies());
            CAUSEWAY_TRY(answer.certificates, client.certificates());
            CAUSEWAY_TRY(auto window, client.edges(options.window));
            answer.edges = std::move(window.edges);
            return answer;
        }));
    analysis::Facts facts;
    for (const auto& answer : gathered.values) {
        const auto source = std::ranges::find(clusters, answer.cluster.name, &PolicySource::cluster);
        if (source != clusters.end())
            addFacts(answer, source->objects, facts);
    }
    addSilent(std::move(gathered.silent), silent);
    return facts;
}

namespace {

analysis::EgressFact egressOf(const recording::Tuple& request) {
    const auto caller = WorkloadIdentity::parse(request.identity);
    analysis::EgressFact fact{caller ? caller->namespace_ : std::string(),
                              std::string(request.host), request.network.serialize()};
    std::ranges::transform(fact.host, fact.host.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return fact;
}

} // namespace

std::optional<analysis::TrafficFacts> factsOf(const recording::Recording& recording,
                                              const analysis::Judge& judge) {
    const auto isPartial = [](const recording::Span& span) { return span.givenUp > 0; };
    if (recording.tuples().empty() || std::ranges::any_of(recording.spans(), isPartial))
        return std::nullopt;
    analysis::TrafficFacts facts;
    facts.rules.emplace();
    auto first = std::numeric_limits<std::int64_t>::max();
    for (const auto& request : recording.tuples()) {
        first = std::min(first, request.lastSeen);
        if (request.leaves()) {
            // Proxies of before did not tell: without any, nothing is known of what leaves.
            if (!facts.egress)
                facts.egress.emplace();
            facts.egress->push_back(egressOf(request));
            continue;
        }
        const auto judgement = analysis::judge(judge, request);
        if (judgement.outcome == analysis::Outcome::Allowed)
            facts.rules->insert(judgement.rule.describe());
    }
    facts.since = formatTime(WallTime(std::chrono::seconds(first))).substr(0, 10);
    return facts;
}

} // namespace causeway::cli
