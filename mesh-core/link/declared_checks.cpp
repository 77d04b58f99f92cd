// SPDX-License-Identifier: Apache-2.0
// The steps of a guided check that look at what was declared and at what runs.
#include "base/workload_identity.h"
#include "link/certificate_ends.h"
#include "link/check_findings.h"
#include "link/units.h"

#include <algorithm>
#include <set>

namespace causeway::link {
namespace {

using telemetry::ProbeRung;

// Says why one end cannot be judged; true when it can.
bool hasTold(CheckFindings& findings, const std::string& cluster, const CheckedEnd& end) {
    if (!end.inventory)
        findings.unknown("the control plane of " + cluster + " does not answer: " + end.silence);
    return end.inventory.has_value();
}

// Once for each end, and once for a link from a cluster to itself.
template <typename Judge> void forEachEnd(const CheckFacts& facts, Judge judge) {
    judge(facts.from, facts.caller);
    if (facts.to != facts.from)
        judge(facts.to, facts.callee);
}

const LinkFact* declared(const CheckFacts& facts) {
    return facts.caller.inventory ? facts.caller.inventory->linkTo(facts.to) : nullptr;
}

void judgeDeclaration(CheckFindings& findings, const CheckFacts& facts) {
    if (!hasTold(findings, facts.from, facts.caller))
        return;
    const LinkFact* link = declared(facts);
    if (link == nullptr)
        findings.wrong(facts.from + " declares no link to " + facts.to);
    else if (link->gatewayAddress.empty())
        findings.wrong("the link from " + facts.from + " to " + facts.to
                       + " names no gateway address");
    else
        findings.fine(facts.from + " declares the link, to the gateway at " + link->gatewayAddress);
}

void judgeRequests(CheckFindings& findings, const CheckFacts& facts) {
    const LinkTimes* link = facts.picture.find(facts.from, facts.to);
    if (link == nullptr || link->requests == 0 || !link->lost)
        return;
    const std::string count = std::to_string(*link->lost) + " of " + std::to_string(link->requests)
                              + " requests of the last " + units::span(facts.window)
                              + " failed on the way";
    if (*link->lost * 2 > link->requests)
        findings.wrong(count);
    else
        findings.fine(count);
}

void judgeGateway(CheckFindings& findings, const std::string& cluster, const ProxyFact& gateway) {
    const std::string who = "gateway " + gateway.instance + " of " + cluster;
    if (!gateway.isConnected)
        findings.wrong(who + " is not connected to its control plane");
    else if (!gateway.refusal.empty())
        findings.wrong(who + " refused its configuration: " + gateway.refusal);
    else if (gateway.isDraining)
        findings.wrong(who + " is draining");
    else
        findings.fine(who + " runs");
}

std::set<std::string> anchorsOf(const ClusterInventory& cluster) {
    std::set<std::string> anchors;
    for (const auto& each : cluster.certificates)
        if (each.kind == CertificateFact::Kind::Anchor)
            anchors.insert(each.fingerprint);
    return anchors;
}

bool judgeAnchors(CheckFindings& findings, const CheckFacts& facts) {
    if (!facts.caller.inventory || !facts.callee.inventory)
        return true;
    const bool isShared = anchorsOf(*facts.caller.inventory) == anchorsOf(*facts.callee.inventory);
    if (isShared)
        findings.fine("both ends trust the same anchors");
    else
        findings.wrong(facts.from + " and " + facts.to + " trust different anchors");
    return isShared;
}

// Whether this link's requests meet it: a gateway's, an authority's, or that of who calls or is
// called over it.
bool isOnTheWay(const CheckFacts& facts, const ClusterInventory& cluster,
                const CertificateEnd& end) {
    const ProxyFact* proxy = cluster.proxy(end.certificate.instance);
    if (end.certificate.kind != CertificateFact::Kind::Leaf || end.isOfGateway || proxy == nullptr)
        return true;
    const auto identity = WorkloadIdentity::parse(proxy->identity);
    const std::string service =
        proxy->workload + "." + (identity ? identity->namespace_ : std::string());
    return std::ranges::any_of(facts.answers, [&](const AnswerCounts& answer) {
        return answer.link == nameOf(facts)
               && ((identity && answer.identity == proxy->identity)
                   || (answer.cluster == cluster.cluster && answer.service == service));
    });
}

void judgeCertificates(CheckFindings& findings, const CheckFacts& facts, const std::string& cluster,
                       const ClusterInventory& inventory) {
    auto ends = endsOf(inventory, facts.now);
    std::erase_if(ends, [&](const CertificateEnd& end) {
        return !isOnTheWay(facts, inventory, end);
    });
    for (const auto& end : ends)
        findings.wrong("the certificate of " + end.holder + " in " + cluster
                       + (end.hasExpired ? " expired " : " should have been renewed; it expires ")
                       + units::time(end.certificate.notAfter));
    if (ends.empty())
        findings.fine("no certificate in " + cluster + " that this link needs is close to its end");
}

void judgeGatewayIdentity(CheckFindings& findings, const CheckFacts& facts) {
    const LinkFact* link = declared(facts);
    if (link == nullptr || !facts.callee.inventory || link->gatewayIdentity.empty())
        return;
    for (const auto& proxy : facts.callee.inventory->proxies)
        if (proxy.isGateway && !proxy.identity.empty() && proxy.identity != link->gatewayIdentity)
            findings.wrong("the link expects " + link->gatewayIdentity + ", gateway "
                           + proxy.instance + " of " + facts.to + " is " + proxy.identity);
}

// A tuple of the recording may have come from inside the cluster or over another link: only who was
// also answered over this one counts.
std::vector<DeniedCall> deniedOn(const CheckFacts& facts) {
    std::vector<DeniedCall> denied;
    for (const auto& call : *facts.denied)
        if (std::ranges::any_of(facts.answers, [&](const AnswerCounts& answer) {
                return answer.link == nameOf(facts) && answer.service == call.service
                       && answer.identity == call.identity;
            }))
            denied.push_back(call);
    std::ranges::stable_sort(denied, std::ranges::greater(), &DeniedCall::count);
    return denied;
}

std::uint64_t judgedRequests(const CheckFacts& facts) {
    std::uint64_t sum = 0;
    for (const auto& answer : facts.answers)
        if (answer.link == nameOf(facts))
            sum += answer.requests;
    return sum;
}

std::string describe(const DeniedCall& call) {
    return callerName(call.identity) + " is denied " + (call.method.empty() ? "TCP" : call.method)
           + (call.path.empty() ? std::string() : " " + call.path) + " of " + call.service + " by "
           + (call.server.empty() ? "the default policy" : "Server " + call.server) + ", last "
           + units::time(call.last);
}

void judgeService(CheckFindings& findings, const std::string& cluster, const std::string& name,
                  const ServiceFact* service) {
    if (service == nullptr)
        return findings.wrong(cluster + " has no service " + name);
    const std::string count = std::to_string(service->ready) + " of "
                              + std::to_string(service->endpoints) + " endpoints of " + name
                              + " in " + cluster + " are ready";
    // Half of them is where the rest has to carry twice its load.
    if (service->ready * 2 <= service->endpoints)
        findings.wrong(count);
    else
        findings.fine(count);
}

std::set<std::string> servicesOf(const CheckFacts& facts, const ClusterInventory& callee) {
    std::set<std::string> names;
    if (const LinkFact* link = declared(facts))
        names.insert(link->services.begin(), link->services.end());
    for (const auto& answer : facts.answers)
        if (answer.link == nameOf(facts))
            names.insert(answer.service);
    if (names.empty())
        for (const auto& each : callee.services)
            if (each.isExported && each.mirrorOf.empty())
                names.insert(each.service);
    return names;
}

} // namespace

CheckAnswer checkReachability(const CheckFacts& facts) {
    CheckFindings findings;
    judgeDeclaration(findings, facts);
    judgeRung(findings, facts, ProbeRung::Tcp, "TCP connections");
    judgeRequests(findings, facts);
    return findings.answer(CheckStep::Reachability, "causewayctl link show " + nameOf(facts));
}

CheckAnswer checkGateways(const CheckFacts& facts) {
    CheckFindings findings;
    forEachEnd(facts, [&](const std::string& cluster, const CheckedEnd& end) {
        if (!hasTold(findings, cluster, end))
            return;
        const auto& proxies = end.inventory->proxies;
        if (std::ranges::none_of(proxies, &ProxyFact::isGateway))
            findings.wrong("no gateway is known in " + cluster);
        for (const auto& proxy : proxies)
            if (proxy.isGateway)
                judgeGateway(findings, cluster, proxy);
    });
    return findings.answer(CheckStep::Gateway, "causewayctl check");
}

CheckAnswer checkIdentity(const CheckFacts& facts) {
    CheckFindings findings;
    const bool isShared = judgeAnchors(findings, facts);
    forEachEnd(facts, [&](const std::string& cluster, const CheckedEnd& end) {
        if (hasTold(findings, cluster, end))
            judgeCertificates(findings, facts, cluster, *end.inventory);
    });
    judgeGatewayIdentity(findings, facts);
    judgeRung(findings, facts, ProbeRung::Tls, "TLS handshakes");
    return findings.answer(CheckStep::Identity,
                           isShared ? "causewayctl certs" : "causewayctl trust status");
}

CheckAnswer checkPolicy(const CheckFacts& facts) {
    CheckFindings findings;
    std::string command = "causewayctl policy matrix";
    if (!facts.denied) {
        findings.unknown("whether policy refused a request: " + facts.deniedSilence);
        return findings.answer(CheckStep::Policy, command);
    }
    const auto denied = deniedOn(facts);
    constexpr std::size_t kMost = 5;
    for (std::size_t i = 0; i < denied.size() && i < kMost; ++i)
        findings.wrong(describe(denied[i]));
    if (denied.size() > kMost)
        findings.wrong("and " + std::to_string(denied.size() - kMost) + " more are denied");
    const auto judged = judgedRequests(facts);
    if (!denied.empty())
        command = explainCommand(denied.front());
    else if (!facts.callee.uncounted.empty())
        findings.unknown("what " + facts.to + " answered is not known: " + facts.callee.uncounted);
    else if (judged == 0)
        findings.unknown("no callee in " + facts.to + " answered a request over this link in the "
                         + "last " + units::span(facts.window));
    else
        findings.fine("policy refused none of " + std::to_string(judged) + " requests of the last "
                      + units::span(facts.window));
    return findings.answer(CheckStep::Policy, command);
}

CheckAnswer checkEndpoints(const CheckFacts& facts) {
    CheckFindings findings;
    if (hasTold(findings, facts.to, facts.callee)) {
        const auto& callee = *facts.callee.inventory;
        const auto names = servicesOf(facts, callee);
        for (const auto& name : names)
            judgeService(findings, facts.to, name, callee.service(name));
        if (names.empty())
            findings.unknown(facts.to + " exports no service");
    }
    return findings.answer(CheckStep::Endpoints, "causewayctl services");
}

} // namespace causeway::link
