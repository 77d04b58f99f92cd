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
    std::string_view service; // "ledger.bank"
    std::string_view cluster;
};

// "ledger.bank.svc.gcp.mesh" is "ledger.bank" in the cluster of that domain: ours, the link's far
// end, or by convention the domain's first label.
Destination destinationOf(const Request& request, std::string_view ownCluster,
                          std::string_view ownDomain) {
    constexpr std::string_view kSvc = ".svc.";
    const std::string_view name = request.service;
    const std::string_view link = request.link;
    const std::size_t svc = name.find(kSvc);
    if (svc == name.npos)
        return {name, ownCluster};
    const std::string_view domain = name.substr(svc + kSvc.size());
    Destination found{name.substr(0, svc), domain.substr(0, domain.find('.'))};
    if (const std::size_t colon = link.find(':'); colon != link.npos)
        found.cluster = link.substr(colon + 1);
    else if (domain == ownDomain)
        found.cluster = ownCluster;
    return found;
}

std::string_view workloadOf(std::string_view identity) {
    const std::size_t slash = identity.rfind('/');
    return slash == identity.npos ? std::string_view() : identity.substr(slash + 1);
}

recording::Verdict verdictOf(const policy::Decision& decision) {
    if (decision.allowed())
        return decision.wouldDeny() ? recording::Verdict::Audited : recording::Verdict::Allowed;
    return decision.verdict() == policy::Verdict::NoRoute ? recording::Verdict::NoRoute
                                                          : recording::Verdict::Denied;
}

// What the rules were asked, as they were asked it.
recording::Tuple tupleOf(const Request& request) {
    recording::Tuple tuple;
    tuple.service = request.service;
    tuple.port = request.port;
    tuple.identity = request.caller.empty() ? request.peer->identity : request.caller;
    tuple.network = request.peer->ip;
    tuple.host = request.head.authority;
    tuple.method = request.head.method;
    tuple.path = request.head.path;
    tuple.verdict = verdictOf(*request.decision);
    return tuple;
}

// "[fd00::1]:443" is fd00::1.
IpAddress ipOf(std::string_view address) {
    std::string_view host = route::hostOf(address);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    return IpAddress::parse(host).value_or(IpAddress());
}

// Who called which name at which address out of the mesh, and no more than that.
recording::Tuple leavingOf(const Request& request) {
    recording::Tuple tuple;
    tuple.service = recording::kOutside;
    tuple.port = request.port;
    tuple.identity = request.caller;
    tuple.network = ipOf(request.outside->address);
    tuple.host = request.protocol == Protocol::Opaque ? std::string_view(request.peer->serverName)
                                                      : route::hostOf(request.head.authority);
    tuple.verdict = recording::Verdict::Allowed;
    return tuple;
}

} // namespace

telemetry::SeriesView Recorder::viewOf(const Request& request, const Outcome& outcome,
                                       std::string_view clusterDomain) {
    const ProxyInstance& self = m_options.instance;
    const Destination destination = destinationOf(request, self.cluster, clusterDomain);
    const bool own = request.role == Role::Outbound;
    telemetry::SeriesView view;
    view.vantage = vantageOf(request.role);
    view.protocol = request.protocol;
    view.statusClass = outcome.result.status;
    view.tls = outcome.tls;
    view.status = outcome.status;
    view.grpcStatus = static_cast<std::int16_t>(outcome.result.grpcStatus.value_or(-1));
    if (request.decision)
        view.decision = m_decisions.of(*request.decision);
    view.sourceIdentity = own ? self.identity : request.caller;
    view.destinationService = destination.service;
    view.destinationCluster = destination.cluster;
    view.route = request.routeName;
    view.link = request.link;
    view.sourceWorkload = own ? std::string_view(self.workload) : workloadOf(request.caller);
    view.destinationWorkload = outcome.workload;
    view.destinationInstance = outcome.instance;
    view.servedPort = request.servedPort;
    if (request.role != Role::Inbound)
        view.target = outcome.target;
    // Only one that configuration knows: what strangers write must not make series.
    if (own && !request.service.empty())
        view.authority = request.calledBy;
    view.error = outcome.error;
    return view;
}

void Recorder::record(const Request& request, const Outcome& outcome,
                      std::string_view clusterDomain) {
    if (m_watched)
        m_watched->ended(request, outcome, m_clock);
    if (request.decision && m_sampler.isOn())
        m_sampler.add(tupleOf(request));
    else if (request.outside && m_sampler.isOn())
        m_sampler.add(leavingOf(request));
    telemetry::EdgeCounters& counters = m_table.series(viewOf(request, outcome, clusterDomain));
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
