// SPDX-License-Identifier: Apache-2.0
// AuthorizationPolicy and ServerAuthorization objects, and what they refer to, as authorizations.
// Private to rules/.
#pragma once

#include "policy/rules.h"
#include "rules/compile.h"

#include <vector>

namespace causeway::rules {

// Of the policies whose target is that Server or route. A policy with a dangling reference counts
// for nothing: what it would have allowed stays denied.
[[nodiscard]] std::vector<policy::Authorization> authorizationsFor(const ObjectSet& objects,
                                                                   const resource::Object& target);
// Of the policies whose target is the namespace: for all of its Servers.
[[nodiscard]] std::vector<policy::Authorization>
namespaceAuthorizations(const ObjectSet& objects, const std::string& namespace_);
// Of the ServerAuthorizations that select the Server by name or labels. One that names neither
// clients nor everybody counts for nothing.
[[nodiscard]] std::vector<policy::Authorization>
serverAuthorizations(const ObjectSet& objects, const resource::Object& server);
// "payments.bank.serviceaccount.identity.causeway.talk.mesh"
[[nodiscard]] std::string accountIdentity(const ObjectSet& objects, std::string_view namespace_,
                                          std::string_view account);

} // namespace causeway::rules
