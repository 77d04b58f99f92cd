// SPDX-License-Identifier: Apache-2.0
#include "policy/principals.h"

#include "base/workload_identity.h"

namespace causeway::policy {

Principal Principals::number(Numbers& numbers, const std::string& text) {
    const auto [place, isNew] = numbers.emplace(text, m_next);
    m_next += isNew ? 1 : 0;
    return place->second;
}

std::vector<Principal> Principals::admit(const MeshTls& rule) {
    if (rule.anyIdentity)
        return {kAnyIdentity};
    std::vector<Principal> admitted;
    for (const auto& identity : rule.identities)
        admitted.push_back(number(identity.starts_with("spiffe://") ? m_uris : m_names, identity));
    for (const auto& suffix : rule.suffixes)
        if (suffix.starts_with('.'))
            admitted.push_back(number(m_suffixes, suffix));
    return admitted;
}

CallerPrincipals Principals::identify(std::string_view spiffeId) const {
    CallerPrincipals caller;
    if (spiffeId.empty())
        return caller;
    caller.add(kAnyIdentity);
    if (!m_uris.empty())
        if (const auto found = m_uris.find(spiffeId); found != m_uris.end())
            caller.add(found->second);
    if (!m_names.empty() || !m_suffixes.empty())
        identifyDns(spiffeId, caller);
    return caller;
}

void Principals::identifyDns(std::string_view spiffeId, CallerPrincipals& caller) const {
    constexpr std::size_t kMaxName = 512;
    std::array<char, kMaxName> buffer;
    const auto name = writeDnsName(spiffeId, buffer);
    if (name.empty())
        return;
    if (const auto found = m_names.find(name); found != m_names.end())
        caller.add(found->second);
    if (m_suffixes.empty())
        return;
    for (auto dot = name.find('.', 1); dot != name.npos; dot = name.find('.', dot + 1))
        if (const auto found = m_suffixes.find(name.substr(dot)); found != m_suffixes.end())
            caller.add(found->second);
}

} // namespace causeway::policy
