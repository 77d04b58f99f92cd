// SPDX-License-Identifier: Apache-2.0
#include "policy/identity_set.h"

#include "base/workload_identity.h"

#include <algorithm>

namespace causeway::policy {

Caller Caller::of(std::string_view spiffeId) {
    const auto workload = WorkloadIdentity::parse(spiffeId);
    return {spiffeId, workload ? workload->dnsName() : std::string()};
}

IdentitySet::IdentitySet(const MeshTls& rule)
    : m_any(rule.anyIdentity), m_exact(rule.identities.begin(), rule.identities.end()),
      m_suffixes(rule.suffixes) {}

bool IdentitySet::contains(const Caller& caller) const {
    if (caller.spiffeId.empty())
        return false;
    if (m_any || m_exact.contains(caller.spiffeId))
        return true;
    if (caller.dnsName.empty())
        return false;
    return m_exact.contains(caller.dnsName)
           || std::any_of(m_suffixes.begin(), m_suffixes.end(), [&](const std::string& suffix) {
                  return caller.dnsName.size() > suffix.size()
                         && caller.dnsName.ends_with(suffix);
              });
}

} // namespace causeway::policy
