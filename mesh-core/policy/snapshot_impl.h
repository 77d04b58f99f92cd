// SPDX-License-Identifier: Apache-2.0
// What compile() makes and evaluate() reads; private to policy/.
#pragma once

#include "policy/authorization_list.h"
#include "policy/snapshot.h"

#include <memory>
#include <vector>

namespace causeway::policy {

class Snapshot : public std::enable_shared_from_this<Snapshot> {
public:
    ServerRules rules;
    Principals principals;
    AuthorizationList server;
    route::RouteTable routes;
    std::vector<AuthorizationList> perRoute; // by the index of the route in rules
};

} // namespace causeway::policy
