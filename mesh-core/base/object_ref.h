// SPDX-License-Identifier: Apache-2.0
// The name of the object that a rule came from, so that every verdict and every metric can say which
// Server, route or authorization made it. A value; pure.
#pragma once

#include <compare>
#include <string>

namespace causeway {

struct ObjectRef {
    std::string group; // "policy.linkerd.io"; "default" for built-in ones
    std::string kind;  // lower case: "server", "httproute", "authorizationpolicy"
    std::string name;
    std::string namespace_;

    auto operator<=>(const ObjectRef&) const = default;

    [[nodiscard]] bool builtIn() const { return group == "default"; }
    // "httproute/bank/get-loan"; "default/all-authenticated" for a built-in one.
    [[nodiscard]] std::string describe() const {
        const auto place = namespace_.empty() ? std::string() : namespace_ + "/";
        return (builtIn() ? group : kind) + "/" + place + name;
    }
};

} // namespace causeway
