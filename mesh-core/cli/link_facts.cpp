// SPDX-License-Identifier: Apache-2.0
#include "cli/link_facts.h"

#include "analysis/judge.h"
#include "resource/parse.h"

#include <algorithm>
#include <map>

namespace causeway::cli {
namespace {

using client::ClusterClient;
using std::chrono::seconds;

link::ProxyFact factOf(const client::Proxy& proxy) {
    return {.instance = proxy.instance.instance,
            .workload = proxy.instance.workload,
            .identity = proxy.instance.identity,
            .isGateway = proxy.instance.mode == ProxyMode::Gateway,
            .isConnected = proxy.connected,
            .isDraining = proxy.stats && proxy.stats->draining,
            .refusal = proxy.lastNack};
}

std::optional<link::CertificateFact> factOf(const client::Certificate& certificate) {
    using Kind = link::CertificateFact::Kind;
    link::CertificateFact fact{Kind::Leaf,
                               certificate.subject,
                               certificate.instance,
                               certificate.fingerprintSha256,
                               certificate.notBefore,
                               certificate.notAfter};
    switch (certificate.kind) {
    case client::CertificateKind::TrustAnchor:
        fact.kind = Kind::Anchor;
        break;
    case client::CertificateKind::Issuer:
        fact.kind = Kind::Issuer;
        break;
    case client::CertificateKind::Leaf:
        break;
    case client::CertificateKind::Control: // no request of a workload meets it
        return std::nullopt;
    }
    return fact;
}

std::string squadOf(const client::Service& service) {
    for (const char* label : {"squad", "team"})
        if (const auto found = service.labels.find(label); found != service.labels.end())
            return found->second;
    return {};
}

Status addProxies(const ClusterClient& client, link::ClusterInventory& inventory) {
    CAUSEWAY_TRY(const auto proxies, client.proxies());
    for (const auto& proxy : proxies)
        inventory.proxies.push_back(factOf(proxy));
    return {};
}

Status addCertificates(const ClusterClient& client, link::ClusterInventory& inventory) {
    CAUSEWAY_TRY(const auto certificates, client.certificates());
    for (const auto& certificate : certificates)
        if (auto fact = factOf(certificate))
            inventory.certificates.push_back(*std::move(fact));
    return {};
}

Status addServices(const ClusterClient& client, link::ClusterInventory& inventory) {
    CAUSEWAY_TRY(const auto services, client.services());
    for (const auto& service : services)
        inventory.services.push_back({service.name + "." + service.namespace_,
                                      service.readyEndpoints, service.endpoints, service.mirrorOf,
                                      service.exported, squadOf(service)});
    return {};
}

Status addLinks(const ClusterClient& client, link::ClusterInventory& inventory) {
    CAUSEWAY_TRY(const auto links, client.links());
    for (const auto& link : links)
        inventory.links.push_back(
            {link.to, link.gatewayAddress, link.gatewayIdentity, link.services});
    return {};
}

// "ledger.bank" of "ledger.bank.svc.aws.mesh".
std::string shortName(const std::string& service) {
    return service.substr(0, service.find(".svc."));
}

WallTime timeOf(std::int64_t second) {
    return WallTime(seconds(second));
}

// "bank/ledger"; empty where the default policy judges, or where the objects do not tell.
std::string serverOf(const analysis::Judge& judge, const recording::Sample& sample) {
    const auto& ports = judge.portsOf(sample.service, sample.port);
    for (const auto& port : ports) {
        const auto& workload = port.workload->metadata;
        if (sample.workload.empty() || workload.namespace_ + "/" + workload.name == sample.workload)
            return port.server == nullptr
                       ? std::string()
                       : port.server->metadata.namespace_ + "/" + port.server->metadata.name;
    }
    return {};
}

Result<analysis::Judge> askJudge(const ClusterClient& client) {
    CAUSEWAY_TRY(const auto stored, client.objects("", ""));
    std::vector<resource::Object> objects;
    for (const auto& one : stored) {
        CAUSEWAY_TRY(auto parsed,
                     resource::parseObjects(one.yaml, client.name() + ":" + one.object.describe()));
        std::ranges::move(parsed, std::back_inserter(objects));
    }
    return analysis::Judge::compile(std::move(objects));
}

link::DeniedCall callOf(const ClusterClient& client, const recording::Sample& sample,
                        std::string server) {
    return {.service = shortName(sample.service),
            .cluster = client.name(),
            .port = sample.port,
            .identity = sample.identity,
            .method = sample.method,
            .path = sample.path,
            .server = std::move(server),
            .count = sample.count,
            .first = timeOf(sample.firstSeen),
            .last = timeOf(sample.lastSeen)};
}

// A recording counts by the hour: what was refused from an hour's beginning on is looked for in the
// hour before it, and so on. What cannot be read stays as it is.
class PastHours {
public:
    explicit PastHours(const ClusterClient& client) : m_client(client) {}

    void dateBack(link::DeniedCall& call) {
        constexpr int kMost = 24;
        const Duration gap = link::usualGap(call);
        for (int back = 0; back < kMost && link::mayReachBack(call, gap); ++back) {
            const auto hour = std::chrono::floor<std::chrono::hours>(call.first);
            const auto& before = deniedBefore(hour);
            if (std::ranges::none_of(before, [&](const link::DeniedCall& each) {
                    return link::reachBack(call, each, gap);
                }))
                return;
        }
    }

private:
    // In the hour that ended then.
    const std::vector<link::DeniedCall>& deniedBefore(WallTime hour) {
        const auto [place, isNew] = m_hours.try_emplace(hour);
        if (!isNew)
            return place->second;
        constexpr std::int64_t kHour = 3600;
        const auto end = std::chrono::duration_cast<seconds>(hour.time_since_epoch()).count();
        const auto stretch = m_client.recording({end - kHour, end, {}});
        for (const auto& sample : stretch ? stretch->samples : decltype(stretch->samples)())
            if (sample.verdict == recording::Verdict::Denied)
                place->second.push_back(callOf(m_client, sample, {}));
        return place->second;
    }

    const ClusterClient& m_client;
    std::map<WallTime, std::vector<link::DeniedCall>> m_hours;
};

} // namespace

Result<link::ClusterInventory> askInventory(const ClusterClient& client) {
    link::ClusterInventory inventory{.cluster = client.name()};
    CAUSEWAY_CHECK(addProxies(client, inventory));
    CAUSEWAY_CHECK(addCertificates(client, inventory));
    CAUSEWAY_CHECK(addServices(client, inventory));
    CAUSEWAY_CHECK(addLinks(client, inventory));
    return inventory;
}

InventoryParts askInventoryParts(const ClusterClient& client) {
    InventoryParts parts{.inventory = {.cluster = client.name()}};
    const std::pair<const char*, decltype(&addProxies)> kParts[] = {{"proxies", addProxies},
                                                                    {"certificates", addCertificates},
                                                                    {"services", addServices},
                                                                    {"links", addLinks}};
    for (const auto& [what, add] : kParts) {
        const Status asked = add(client, parts.inventory);
        parts.told = parts.told || asked.has_value();
        if (!asked)
            parts.untold.push_back(std::string(what) + " of " + client.name() + ": "
                                   + asked.error().describe());
    }
    return parts;
}

Result<std::vector<link::DeniedCall>> askDenials(const ClusterClient& client, WallTime end,
                                                 seconds window) {
    const std::int64_t from =
        (std::chrono::floor<seconds>(end).time_since_epoch() - window - link::kRecordedBehind)
            .count();
    CAUSEWAY_TRY(auto stretch, client.recording({from, 0, {}}));
    std::erase_if(stretch.samples, [&](const recording::Sample& sample) {
        return sample.verdict != recording::Verdict::Denied || sample.lastSeen < from;
    });
    std::vector<link::DeniedCall> denied;
    if (stretch.samples.empty())
        return denied;
    CAUSEWAY_TRY(const auto judge, askJudge(client));
    for (const auto& sample : stretch.samples)
        denied.push_back(callOf(client, sample, serverOf(judge, sample)));
    PastHours past(client);
    for (auto& call : denied)
        past.dateBack(call);
    return denied;
}

} // namespace causeway::cli
