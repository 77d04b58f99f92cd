// SPDX-License-Identifier: Apache-2.0
// What somebody may do, by the role in the client certificate:
//   spiffe://<trust-domain>/user/<name>/role/<viewer|author|reviewer|admin>
// Every denied call is logged with the caller's name. Pure but for that.
#pragma once

#include "base/result.h"
#include "tls/spiffe_id.h"

#include <optional>
#include <string_view>

namespace causeway::control {

enum class Need {
    Read,   // every role
    Change, // author, admin
    Review, // reviewer, admin
    Issue,  // admin
};

// Unauthenticated without a certificate of this fleet, PermissionDenied when the role is too small.
[[nodiscard]] Status mayCall(const std::optional<tls::SpiffeId>& caller,
                             std::string_view trustDomain, Need need, std::string_view method);

} // namespace causeway::control
