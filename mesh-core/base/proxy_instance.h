// SPDX-License-Identifier: Apache-2.0
// Which proxy process speaks: stable over reconnects, new at every start. A value; pure.
#pragma once

#include <cstdint>
#include <string>

namespace causeway {

enum class ProxyMode : std::uint8_t { Sidecar = 1, Gateway = 2 };

struct ProxyInstance {
    std::string cluster;
    std::string namespace_;
    std::string workload;
    std::string instance;    // unique in the cluster: "ledger-1"
    std::uint64_t epoch = 0; // start of the process, nanoseconds since 1970
    std::string version;
    ProxyMode mode = ProxyMode::Sidecar;
    std::string identity; // spiffe://…

    bool operator==(const ProxyInstance&) const = default;
};

} // namespace causeway
