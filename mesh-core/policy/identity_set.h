// SPDX-License-Identifier: Apache-2.0
// The identities that an authorization names: exact ones by hash, suffixes of DNS-like names in a
// list. Suffixes never apply to SPIFFE URIs, whose order of parts a suffix would turn round.
// Immutable once made; any thread.
#pragma once

#include "policy/rules.h"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace causeway::policy {

// Who calls, in both forms that a rule may name.
struct Caller {
    std::string_view spiffeId; // empty: not authenticated
    std::string dnsName;       // empty for whoever is no workload

    [[nodiscard]] static Caller of(std::string_view spiffeId);
};

class IdentitySet {
public:
    explicit IdentitySet(const MeshTls& rule);
    [[nodiscard]] bool contains(const Caller& caller) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    bool m_any;
    std::unordered_set<std::string, Hash, std::equal_to<>> m_exact;
    std::vector<std::string> m_suffixes;
};

} // namespace causeway::policy
