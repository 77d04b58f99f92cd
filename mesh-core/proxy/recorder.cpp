// SPDX-License-Identifier: Apache-2.0
#include "proxy/recorder.h"

namespace causeway::proxy {
namespace {

using telemetry::Vantage;

Vantage vantageOf(Role role) {
    switch (role) {
    case Role::Outbound:
        return Vantage::Caller;
    case Role::Egress:
        return Vantage::Egress;
    case Role::Ingress:
        return Vantage::Ingress;
    case Role::Inbound:
        break;
    }
    return Vantage::Callee;
}

struct Destination {
    std::string service; // "ledger.bank"
    std::string cluster;
};

// "ledger.bank.svc.gcp.mesh" is "ledger.bank" in the cluster of that domain: ours, the link's far
// end, or by convention the domain's first label.
Destination destinationOf(const Request& request, const std::string& ownCluster,
                          std::string_view ownDomain) {
    constexpr std::string_view kSvc = ".svc.";
    const std::string_view name = request.service;
    const std::size_t svc = name.find(kSvc);
    if (svc == name.npos)
        return {request.service, ownCluster};
    const std::string_view domain = name.substr(svc + kSvc.size());
    Destination found{std::string(name.substr(0, svc)),
                      std::string(domain.substr(0, domain.find('.')))};
    if (const std::size_t colon = request.link.find(':'); colon != request.link.npos)
        found.cluster = request.link.substr(colon + 1);
    else if (domain == ownDomain)
        found.cluster = ownCluster;
    return found;
}

std::string workloadOf(const std::string& identity) {
    const std::size_t slash = identity.rfind('/');
    return slash == identity.npos ? std::string() : identity.substr(slash + 1);
}

} // namespace

void Recorder::record(const Request& request, const Outcome& outcome,
                      std::string_view clusterDomain) {
    const ProxyInstance& self = m_options.instance;
    Destination destination = destinationOf(request, self.cluster, clusterDomain);
    telemetry::EdgeLabels labels;
    labels.key.vantage = vantageOf(request.role);
    labels.key.sourceIdentity = request.role == Role::Outbound ? self.identity : request.caller;
    labels.key.destinationService = std::move(destination.service);
    labels.key.destinationCluster = std::move(destination.cluster);
    labels.key.route = request.routeName;
    labels.key.protocol = request.protocol;
    labels.key.statusClass = outcome.result.status;
    labels.key.tls = outcome.tls;
    labels.key.link = request.link;
    labels.sourceWorkload =
        request.role == Role::Outbound ? self.workload : workloadOf(request.caller);
    labels.destinationWorkload = outcome.workload;
    labels.destinationInstance = outcome.instance;

    telemetry::EdgeCounters& counters = m_table.series(labels);
    ++counters.requests;
    counters.attempts += outcome.attempts;
    counters.failures += outcome.result.failure ? 1 : 0;
    counters.connectionsOpened += outcome.opened;
    counters.requestsReused += outcome.reused;
    counters.requestBytes += outcome.requestBytes;
    counters.responseBytes += outcome.responseBytes;
    if (!outcome.own)
        return;
    counters.latency.record(outcome.own->us);
    if (request.role == Role::Outbound)
        outcome.hops.recordLegs(*outcome.own, counters);
}

} // namespace causeway::proxy
