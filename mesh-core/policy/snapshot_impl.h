// SPDX-License-Identifier: Apache-2.0
// What compile() makes and evaluate() reads; private to policy/.
#pragma once

#include "policy/address_set.h"
#include "policy/identity_set.h"
#include "policy/snapshot.h"

#include <memory>
#include <optional>
#include <vector>

namespace causeway::policy {

struct CompiledAuthorization {
    ObjectRef object;
    AddressSet networks;
    std::optional<IdentitySet> identities; // none: no authentication is asked for

    [[nodiscard]] bool allows(const Caller& caller, const IpAddress& client) const {
        return networks.contains(client) && (!identities || identities->contains(caller));
    }
};
// In the order of the objects' names, so that the rule that is told does not depend on the order in
// which objects were declared.
using Authorizations = std::vector<CompiledAuthorization>;

class Snapshot : public std::enable_shared_from_this<Snapshot> {
public:
    ServerRules rules;
    Authorizations server;
    route::RouteTable routes;
    std::vector<Authorizations> perRoute; // by the index of the route in rules
};

} // namespace causeway::policy
