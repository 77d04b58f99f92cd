// SPDX-License-Identifier: Apache-2.0
#include "analysis/generate/callers.h"

#include "base/workload_identity.h"

#include <algorithm>
#include <map>

namespace causeway::analysis {
namespace {

constexpr std::size_t kEnoughAccounts = 3;

// Accounts that workloads of this cluster have, by namespace.
std::map<std::string, std::set<std::string>> knownAccounts(const Judge& judge) {
    std::map<std::string, std::set<std::string>> known;
    for (const auto* object : judge.objects().all())
        if (const auto* workload = object->as<resource::ExternalWorkload>())
            if (const auto identity = WorkloadIdentity::parse(workload->identity))
                known[identity->namespace_].insert(identity->account);
    return known;
}

bool standsForAll(const std::set<std::string>& seen, const std::set<std::string>& known,
                  double limit) {
    std::set<std::string> all = known;
    all.insert(seen.begin(), seen.end());
    const auto open = static_cast<double>(all.size() + 1);
    return seen.size() >= kEnoughAccounts
           && (open - static_cast<double>(seen.size())) / open <= limit;
}

std::string cidrOf(const IpAddress& address) {
    const auto& octets = address.octets();
    const auto isZeroFrom = [&](std::size_t first) {
        return std::all_of(octets.begin() + static_cast<std::ptrdiff_t>(first), octets.end(),
                           [](auto octet) { return octet == 0; });
    };
    if (address.isV4())
        return address.serialize() + (isZeroFrom(15) ? "/24" : "/32");
    return address.serialize() + (isZeroFrom(6) ? "/48" : "/128");
}

} // namespace

resource::MeshTlsAuthentication authenticationOf(const Judge& judge, const std::string& ns,
                                                 const std::vector<const ObservedCaller*>& callers,
                                                 double limit) {
    resource::MeshTlsAuthentication spec;
    std::map<std::string, std::map<std::string, std::vector<std::string>>> seen; // ids by account
    for (const auto* caller : callers) {
        const auto identity = WorkloadIdentity::parse(caller->identity);
        if (identity && identity->trustDomain == judge.objects().cluster().trustDomain)
            seen[identity->namespace_][identity->account].push_back(caller->identity);
        else
            spec.identities.push_back(caller->identity);
    }
    const auto known = knownAccounts(judge);
    for (const auto& [space, accounts] : seen) {
        std::set<std::string> names;
        for (const auto& [account, ids] : accounts)
            names.insert(account);
        const auto others = known.find(space);
        if (standsForAll(names, others == known.end() ? std::set<std::string>() : others->second,
                         limit)) {
            spec.identityRefs.push_back({{}, "Namespace", space, {}});
            continue;
        }
        for (const auto& [account, ids] : accounts)
            if (ids.size() > 1)
                spec.identityRefs.push_back(
                    {{}, "ServiceAccount", account, space == ns ? "" : space});
            else
                spec.identities.push_back(ids.front());
    }
    return spec;
}

resource::NetworkAuthentication networksOf(const std::set<IpAddress>& networks) {
    resource::NetworkAuthentication spec;
    if (networks.size() > kMostNetworks) {
        spec.networks = {{"0.0.0.0/0", {}}, {"::/0", {}}};
        return spec;
    }
    for (const auto& address : networks)
        spec.networks.push_back({cidrOf(address), {}});
    return spec;
}

} // namespace causeway::analysis
