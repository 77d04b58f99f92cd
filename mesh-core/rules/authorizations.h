// SPDX-License-Identifier: Apache-2.0
// AuthorizationPolicy objects and what they refer to as authorizations. Private to rules/.
#pragma once

#include "policy/rules.h"
#include "rules/compile.h"

#include <vector>

namespace causeway::rules {

// Of the policies in that namespace whose target is (kind, name); kind "Namespace" for those of all
// Servers. A policy with a dangling reference counts for nothing: what it would have allowed stays
// denied.
[[nodiscard]] std::vector<policy::Authorization>
authorizationsFor(const ObjectSet& objects, std::string_view namespace_, std::string_view kind,
                  std::string_view name);

} // namespace causeway::rules
