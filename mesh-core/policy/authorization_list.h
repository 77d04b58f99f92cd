// SPDX-License-Identifier: Apache-2.0
// The authorizations of a server or of a route, in the order of their objects' names, and which is
// the first that admits a caller from an address: by principal, then by a search among disjoint
// ranges of addresses. Private to policy/; made by compile(), then read by any thread.
#pragma once

#include "policy/address_set.h"
#include "policy/principals.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace causeway::policy {

// Address sets that many authorizations share are compiled once.
class AddressSets {
public:
    [[nodiscard]] Result<const AddressSet*> compile(const std::vector<NetworkRange>& networks);

private:
    std::unordered_map<std::string, std::unique_ptr<AddressSet>> m_sets; // by their text
};

// Which is the first of some authorizations that contains an address.
class FirstByAddress {
public:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    // `sets` by ascending place.
    [[nodiscard]] static FirstByAddress
    compile(const std::vector<std::pair<std::uint32_t, const AddressSet*>>& sets);
    [[nodiscard]] std::uint32_t find(const IpAddress& address) const;

private:
    struct Span {
        IpAddress first;
        IpAddress last;
        std::uint32_t place;
    };
    std::vector<Span> m_spans;          // ascending, disjoint
    std::uint32_t m_everywhere = kNone; // the first that contains every address
};

class AuthorizationList {
public:
    // Fails with the object and the field. `rules` outlives the list.
    [[nodiscard]] static Result<AuthorizationList> compile(const std::vector<Authorization>& rules,
                                                           Principals& principals,
                                                           AddressSets& addresses);
    [[nodiscard]] const ObjectRef* firstThatAllows(const CallerPrincipals& caller,
                                                   const IpAddress& client) const;
    [[nodiscard]] std::size_t size() const { return m_objects.size(); }

private:
    std::vector<const ObjectRef*> m_objects; // in their order; "place" is an index of it
    std::vector<std::pair<Principal, FirstByAddress>> m_byPrincipal; // ascending
};

} // namespace causeway::policy
