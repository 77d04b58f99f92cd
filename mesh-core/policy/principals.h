// SPDX-License-Identifier: Apache-2.0
// Who a caller is, as small numbers: every identity and every suffix that some authorization names
// has one. Asking costs a few hash look-ups, however many there are. Suffixes apply to DNS-like
// names only, never to SPIFFE URIs, whose parts stand the other way round. Made by compile(), then
// read by any thread.
#pragma once

#include "policy/rules.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace causeway::policy {

using Principal = std::uint32_t;
inline constexpr Principal kAnybody = 0;     // also without an identity
inline constexpr Principal kAnyIdentity = 1; // with one, whichever

// All that one caller is. A value on the stack; allocates nothing.
class CallerPrincipals {
public:
    CallerPrincipals() { add(kAnybody); }
    void add(Principal principal) {
        // More than that only a name made to be odd can have: it is then fewer things, never more.
        if (m_count < m_all.size())
            m_all[m_count++] = principal;
    }
    [[nodiscard]] std::span<const Principal> all() const { return {m_all.data(), m_count}; }

private:
    std::size_t m_count = 0;
    std::array<Principal, 32> m_all; // the first m_count of them
};

class Principals {
public:
    // The principals any of which satisfies the rule.
    [[nodiscard]] std::vector<Principal> admit(const MeshTls& rule);
    // `spiffeId` empty: not authenticated.
    [[nodiscard]] CallerPrincipals identify(std::string_view spiffeId) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    using Numbers = std::unordered_map<std::string, Principal, Hash, std::equal_to<>>;
    [[nodiscard]] Principal number(Numbers& numbers, const std::string& text);
    void identifyDns(std::string_view spiffeId, CallerPrincipals& caller) const;

    Principal m_next = kAnyIdentity + 1;
    Numbers m_uris;
    Numbers m_names;    // DNS-like
    Numbers m_suffixes; // with their leading dot
};

} // namespace causeway::policy
