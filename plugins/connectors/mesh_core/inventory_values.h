// SPDX-License-Identifier: GPL-3.0-or-later
// What mesh-core's client tells about a cluster's inventory, as the console's values. Pure.
#pragma once

#include "client/inventory.h"
#include "client/objects.h"
#include "sdk/objects.h"
#include "sdk/updates.h"

namespace causeway::app::mesh_core {

// Services, proxies and the like that come from `cluster`, whose name they need not repeat.
[[nodiscard]] sdk::Updates toUpdates(const client::InventoryUpdate& update, const QString& cluster);

[[nodiscard]] sdk::Object toObject(const client::StoredObject& object);
[[nodiscard]] sdk::AppliedObject toAppliedObject(const client::AppliedObject& object);

} // namespace causeway::app::mesh_core
