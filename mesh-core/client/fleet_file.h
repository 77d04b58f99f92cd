// SPDX-License-Identifier: Apache-2.0
// The fleet file: which clusters there are, how to reach each one's Admin API, and as whom. Read by
// the console and by causewayctl. Plain values with every path made absolute; any thread. Reads the
// file and nothing else: certificates are looked at by client/credentials.h.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace causeway::client {

struct FleetCluster {
    std::string name;
    std::string cloud;
    std::string region;
    bool production = false;
    std::string admin; // "unix:/run/aws/admin.sock" or "10.0.0.1:8444"
};

struct FleetFile {
    std::filesystem::path path;
    std::string name;
    std::string trustDomain;
    std::filesystem::path trustAnchors;
    std::filesystem::path certificate; // of this client
    std::filesystem::path key;
    std::vector<FleetCluster> clusters;

    [[nodiscard]] const FleetCluster* find(const std::string& cluster) const;
};

// Errors: NotFound when there is no such file; InvalidInput, with file, line and field, for
// anything in it that is wrong, a cluster named twice and an address that is neither form included.
[[nodiscard]] Result<FleetFile> readFleetFile(const std::filesystem::path& path);

} // namespace causeway::client
