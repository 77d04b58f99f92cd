// SPDX-License-Identifier: Apache-2.0
// Links as the other cluster knows them: gateways, anchors, certificates, and what a gateway hides
// of who calls.
#include "analysis/lint/context.h"
#include "analysis/lint/days.h"
#include "base/workload_identity.h"
#include "policy/address_set.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

using resource::Link;
using resource::Object;

void checkGateway(Context& context, const Object& object, const Link& link) {
    const auto* facts = context.facts().cluster(link.targetClusterName);
    if (!facts || !facts->proxies)
        return;
    std::size_t gateways = 0;
    for (const auto& proxy : *facts->proxies) {
        if (proxy.isGateway && proxy.isConnected)
            return;
        gateways += proxy.isGateway ? 1 : 0;
    }
    context
        .report("MC0302", object, "spec.gatewayAddress",
                gateways == 0
                    ? fmt::format("{} has no gateway", link.targetClusterName)
                    : fmt::format("no gateway of {} is connected", link.targetClusterName))
        .evidence = fmt::format("of {} proxies of {} {} are gateways", facts->proxies->size(),
                                link.targetClusterName, gateways);
}

std::set<std::string> anchorsOf(const ClusterFacts& facts) {
    std::set<std::string> anchors;
    for (const auto& certificate : *facts.certificates)
        if (certificate.kind == "anchor")
            anchors.insert(certificate.fingerprint);
    return anchors;
}

void checkAnchors(Context& context, const Object& object, const Link& link) {
    const auto* own = context.ownFacts();
    const auto* other = context.facts().cluster(link.targetClusterName);
    if (!own || !other || own == other || !own->certificates || !other->certificates)
        return;
    const auto here = anchorsOf(*own);
    const auto there = anchorsOf(*other);
    if (here.empty() || there.empty() || here == there)
        return;
    std::vector<std::string> shared;
    std::ranges::set_intersection(here, there, std::back_inserter(shared));
    context
        .report("MC2012", object, "spec.targetClusterName",
                shared.empty() ? fmt::format("{} and {} trust no anchor in common: every call fails",
                                             context.clusterName(), link.targetClusterName)
                               : fmt::format("{} and {} trust different anchors",
                                             context.clusterName(), link.targetClusterName))
        .evidence = fmt::format("{} here, {} there, {} of them the same", here.size(), there.size(),
                                shared.size());
}

void checkCertificates(Context& context, const Object& cluster, const ClusterFacts& facts) {
    const auto today = dayOf(context.sources().today);
    for (const auto& certificate : *facts.certificates) {
        const auto end = dayOf(certificate.notAfter);
        if (!today || !end || *end - *today > std::chrono::days(context.sources().expiryDays))
            continue;
        context
            .report("MC2012", cluster, "spec.trustDomain",
                    fmt::format("its {} \"{}\" {} on {}", certificate.kind, certificate.subject,
                                *end < *today ? "ended" : "ends", certificate.notAfter.substr(0, 10)))
            .evidence = certificate.fingerprint;
    }
}

// Where connections from other clusters come from, as a workload sees them.
std::vector<IpAddress> gatewayAddresses(const Context& context) {
    std::vector<IpAddress> addresses;
    context.each<resource::ExternalWorkload>([&](const Object&, const auto& workload) {
        const auto identity = WorkloadIdentity::parse(workload.identity);
        if (!identity || identity->namespace_ != "causeway" || identity->account != "gateway")
            return;
        for (const auto& text : workload.workloadIps)
            if (const auto address = IpAddress::parse(text))
                addresses.push_back(*address);
    });
    return addresses;
}

// The one cluster in which all that the rule names run, when that is another than this one and only
// a gateway leads here from it.
std::string clusterBehindGateway(const Context& context, const policy::MeshTls& tls) {
    std::set<std::string> clusters;
    for (const auto& text : tls.identities) {
        const auto identity = WorkloadIdentity::parse(text);
        if (!identity || identity->cluster.empty()
            || identity->cluster == context.clusterName())
            return {};
        clusters.insert(identity->cluster);
    }
    if (tls.anyIdentity || !tls.suffixes.empty() || clusters.empty())
        return {};
    bool isFlat = false;
    context.each<Link>([&](const Object&, const Link& link) {
        isFlat = isFlat
                 || (link.remoteDiscoverySelector && clusters.contains(link.targetClusterName));
    });
    return isFlat ? std::string() : *clusters.begin();
}

// A callee knows who called from another cluster by what gateways vouch for; the address it sees is
// its own gateway's.
void checkHidden(Context& context) {
    const auto gateways = gatewayAddresses(context);
    std::set<const Object*> told;
    const auto check = [&](const policy::Authorization& rule) {
        const auto* tls = std::get_if<policy::MeshTls>(&rule.authentication);
        const auto* object = context.judge().find(rule.object);
        const auto networks = policy::AddressSet::compile(rule.networks);
        if (!tls || !object || !networks || told.contains(object)
            || std::ranges::any_of(gateways, [&](const auto& at) { return networks->contains(at); }))
            return;
        const auto cluster = clusterBehindGateway(context, *tls);
        if (cluster.empty())
            return;
        told.insert(object);
        context
            .report("MC2001", *object,
                    object->as<resource::ServerAuthorization>() ? "spec.client.networks"
                                                                : "spec.requiredAuthenticationRefs",
                    fmt::format("whoever calls from {} is seen with the gateway's address, and the "
                                "rule's networks leave that out",
                                cluster))
            .evidence = fmt::format("gateway: {}", gateways.front().serialize());
    };
    if (gateways.empty())
        return;
    for (const auto& [service, ports] : context.judge().ports())
        for (const auto& port : ports) {
            const auto& rules = policy::rulesOf(*port.policy);
            std::ranges::for_each(rules.authorizations, check);
            for (const auto& route : rules.routes)
                std::ranges::for_each(route.authorizations, check);
        }
}

} // namespace

void checkLinks(Context& context) {
    context.each<Link>([&](const Object& object, const Link& link) {
        checkGateway(context, object, link);
        checkAnchors(context, object, link);
    });
    context.each<resource::Cluster>([&](const Object& object, const auto&) {
        const auto* facts = context.facts().cluster(object.metadata.name);
        if (facts && facts->certificates)
            checkCertificates(context, object, *facts);
    });
    checkHidden(context);
}

} // namespace causeway::analysis
