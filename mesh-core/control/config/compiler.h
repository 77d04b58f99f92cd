// SPDX-License-Identifier: Apache-2.0
// What one proxy is to get under one name: objects and readiness in, a resource out. Pure. The name
// of a version is its content's, so that it means the same after a restart and on another machine.
#pragma once

#include "control/config/world.h"
#include "rules/config.h"

namespace causeway::control {

struct Compiled {
    std::string version;
    std::string checksum; // empty when absent
    std::variant<rules::Absent, rules::Resource> content;
};

[[nodiscard]] Compiled compile(const World& world, const ProxyInstance& subscriber,
                               const rules::ResourceName& name);

// The version that a resource has, by its content alone.
[[nodiscard]] std::string versionOf(const rules::Resource& resource);

} // namespace causeway::control
