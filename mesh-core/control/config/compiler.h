// SPDX-License-Identifier: Apache-2.0
// What one proxy is to get under one name: objects and readiness in, a resource out. Pure but for
// the world's memory. The name of a version is its content's, so that it means the same after a
// restart and on another machine.
#pragma once

#include "control/config/world.h"
#include "rules/config.h"

namespace causeway::control {

// Out of what the world has compiled already, where others get the same.
[[nodiscard]] SharedCompiled compile(const World& world, const ProxyInstance& subscriber,
                                     const rules::ResourceName& name);

// The version that a resource has, by its content alone.
[[nodiscard]] std::string versionOf(const rules::Resource& resource);

} // namespace causeway::control
