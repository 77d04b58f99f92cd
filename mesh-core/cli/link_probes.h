// SPDX-License-Identifier: Apache-2.0
// What a cluster's gateways probed over the window that is looked at, and in the quarter of an hour
// before it. Blocks until the answers or the deadline; the errors are the client's.
#pragma once

#include "client/cluster_client.h"
#include "link/link_probes.h"

namespace causeway::cli {

// Of `link`, or of every one when it is empty; those that were not probed are absent.
[[nodiscard]] Result<std::vector<link::LinkProbes>> askProbes(const client::ClusterClient& client,
                                                              const std::string& link,
                                                              std::chrono::seconds window);

} // namespace causeway::cli
