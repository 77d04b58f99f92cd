// SPDX-License-Identifier: Apache-2.0
// What link/ judges besides times, asked of one cluster's control plane. Each blocks until the
// answer or the deadline; the errors are the client's.
#pragma once

#include "client/cluster_client.h"
#include "link/denials.h"
#include "link/inventory.h"

namespace causeway::cli {

[[nodiscard]] Result<link::ClusterInventory> askInventory(const client::ClusterClient& client);

// The same, but what is refused or fails leaves its own part empty.
struct InventoryParts {
    link::ClusterInventory inventory;
    std::vector<std::string> untold; // "certificates of aws: permission denied"
    bool told = false;               // any of it
};
[[nodiscard]] InventoryParts askInventoryParts(const client::ClusterClient& client);

// What policy of that cluster refused within the window that ended at `end` by its own clock, as
// proxies recorded it, with the Server whose rules refused it, and since when in the last hours. PermissionDenied for whoever may not read recordings.
[[nodiscard]] Result<std::vector<link::DeniedCall>> askDenials(const client::ClusterClient& client,
                                                               WallTime end,
                                                               std::chrono::seconds window);

} // namespace causeway::cli
