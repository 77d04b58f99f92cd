// SPDX-License-Identifier: Apache-2.0
#include "control/admin/caller.h"

#include "base/log.h"

#include <algorithm>
#include <array>

namespace causeway::control {

namespace {

struct RoleRights {
    std::string_view role;
    bool change;
    bool review;
    bool issue;
};
constexpr std::array<RoleRights, 4> kRoles{{
    {.role = "viewer", .change = false, .review = false, .issue = false},
    {.role = "author", .change = true, .review = false, .issue = false},
    {.role = "reviewer", .change = false, .review = true, .issue = false},
    {.role = "admin", .change = true, .review = true, .issue = true},
}};

std::string_view smallestRole(Need need) {
    switch (need) {
    case Need::Issue:
        return "admin";
    case Need::Review:
        return "reviewer";
    case Need::Change:
        return "author";
    case Need::Read:
        break;
    }
    return "viewer";
}

Status judge(const std::optional<tls::SpiffeId>& caller, std::string_view trustDomain, Need need) {
    if (!caller)
        return fail(ErrorKind::Unauthenticated,
                    "the client certificate has no identity of this mesh; make one with "
                    "\"causewayctl trust client\"");
    if (!caller->isPerson() || caller->trustDomain() != trustDomain)
        return fail(ErrorKind::PermissionDenied, caller->uri()
                                                     + " is no person's or program's identity in "
                                                     + std::string(trustDomain));
    const auto role = std::ranges::find(kRoles, caller->role(), &RoleRights::role);
    if (role == kRoles.end())
        return fail(ErrorKind::PermissionDenied,
                    caller->uri() + ": found role \"" + caller->role()
                        + "\"; expected viewer, author, reviewer or admin");
    if ((need == Need::Change && !role->change) || (need == Need::Review && !role->review)
        || (need == Need::Issue && !role->issue))
        return fail(ErrorKind::PermissionDenied, caller->name() + " has role " + caller->role()
                                                     + "; this needs role "
                                                     + std::string(smallestRole(need)));
    return {};
}

} // namespace

Status mayCall(const std::optional<tls::SpiffeId>& caller, std::string_view trustDomain, Need need,
               std::string_view method) {
    auto judged = judge(caller, trustDomain, need);
    if (!judged)
        log::warn("denied {} to {}: {}", method, caller ? caller->uri() : "a stranger",
                  judged.error().describe());
    return judged;
}

} // namespace causeway::control
