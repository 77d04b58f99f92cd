// SPDX-License-Identifier: Apache-2.0
#include "link/inventory_judge.h"

#include "base/workload_identity.h"
#include "link/certificate_ends.h"
#include "link/units.h"

#include <algorithm>
#include <set>

namespace causeway::link {
namespace {

using Fact = Evidence::Fact;
using Part = LegName::Part;

// Into a cluster, out of it, and within it.
std::vector<std::string> linksAt(const FleetFacts& facts, const std::string& cluster) {
    std::vector<std::string> links;
    for (const auto& each : facts.clusters)
        for (const auto& link : each.links)
            if (each.cluster == cluster || link.to == cluster)
                links.push_back(each.cluster + ":" + link.to);
    return links;
}

// Nothing in the cluster works without it.
bool isOfAll(const CertificateEnd& end) {
    return end.certificate.kind != CertificateFact::Kind::Leaf || end.isOfGateway;
}

// That a workload calls over, or is called over.
std::vector<std::string> linksOf(const FleetFacts& facts, const std::string& cluster,
                                 const ProxyFact& proxy) {
    const auto identity = WorkloadIdentity::parse(proxy.identity);
    const std::string service =
        proxy.workload + "." + (identity ? identity->namespace_ : std::string());
    std::set<std::string> links;
    for (const auto* answers : {&facts.answers, &facts.usualAnswers})
        for (const auto& answer : *answers)
            if ((!proxy.identity.empty() && answer.identity == proxy.identity)
                || (answer.cluster == cluster && answer.service == service))
                links.insert(answer.link);
    return {links.begin(), links.end()};
}

// The links that a certificate's end breaks: all of the cluster's where it is the gateway's or an
// authority's, a workload's own otherwise; none for whoever has to do with no link.
std::vector<std::string> linksOf(const FleetFacts& facts, const ClusterInventory& cluster,
                                 const CertificateEnd& end) {
    if (isOfAll(end))
        return linksAt(facts, cluster.cluster);
    const ProxyFact* proxy = cluster.proxy(end.certificate.instance);
    return proxy == nullptr ? std::vector<std::string>()
                            : linksOf(facts, cluster.cluster, *proxy);
}

Verdict verdictOf(const ClusterInventory& cluster, const CertificateEnd& end) {
    Verdict verdict;
    verdict.leg = {Part::Certificate, cluster.cluster, end.holder};
    verdict.kind = Kind::Certificate;
    verdict.confidence = end.hasExpired ? 0.99 : 0.9;
    verdict.evidence.push_back(
        {end.hasExpired ? Fact::CertificateExpired : Fact::CertificateDue,
         {end.holder, cluster.cluster, units::time(end.certificate.notAfter)},
         {}});
    if (end.hasExpired)
        verdict.since = end.certificate.notAfter;
    verdict.next.push_back({Fact::CheckCertificates, {cluster.cluster}, {}});
    return verdict;
}

std::string workloadOf(const std::string& service) {
    return service.substr(0, service.find('.'));
}

} // namespace

std::vector<std::string> linksTo(const FleetFacts& facts, const std::string& service,
                                 const std::string& cluster) {
    std::set<std::string> links;
    for (const auto& each : facts.clusters)
        for (const auto& link : each.links)
            if (link.to == cluster && std::ranges::count(link.services, service) > 0)
                links.insert(each.cluster + ":" + cluster);
    for (const auto* answers : {&facts.answers, &facts.usualAnswers})
        for (const auto& answer : *answers)
            if (answer.service == service && answer.cluster == cluster)
                links.insert(answer.link);
    return {links.begin(), links.end()};
}

std::vector<Verdict> judgeCertificates(const FleetFacts& facts) {
    std::vector<Verdict> verdicts;
    for (const auto& cluster : facts.clusters)
        for (const auto& end : endsOf(cluster, facts.now))
            if (auto links = linksOf(facts, cluster, end); isOfAll(end) || !links.empty()) {
                verdicts.push_back(verdictOf(cluster, end));
                verdicts.back().links = std::move(links);
            }
    return verdicts;
}

std::vector<Verdict> judgeEndpoints(const FleetFacts& facts) {
    std::vector<Verdict> verdicts;
    for (const auto& cluster : facts.clusters) {
        for (const auto& service : cluster.services) {
            if (!service.mirrorOf.empty() || service.endpoints == 0
                || service.ready * 2 > service.endpoints)
                continue;
            Verdict verdict;
            verdict.links = linksTo(facts, service.service, cluster.cluster);
            if (verdict.links.empty())
                continue;
            verdict.leg = {Part::Workload, cluster.cluster, workloadOf(service.service)};
            verdict.service = service.service;
            verdict.kind = Kind::Endpoints;
            verdict.confidence = service.ready == 0 ? 0.99 : 0.9;
            verdict.evidence.push_back({Fact::EndpointsGone,
                                        {service.service, cluster.cluster},
                                        {double(service.ready), double(service.endpoints)}});
            verdict.next.push_back({Fact::CheckEndpoints, {service.service, cluster.cluster}, {}});
            verdicts.push_back(std::move(verdict));
        }
    }
    // Nobody left comes before half of them left.
    std::ranges::stable_sort(verdicts, std::ranges::greater(), &Verdict::confidence);
    return verdicts;
}

} // namespace causeway::link
