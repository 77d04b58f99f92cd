// SPDX-License-Identifier: Apache-2.0
// What became of the proxy's calls to its control plane. A value.
#pragma once

#include "grpc/status.h"
#include "telemetry/histogram.h"

#include <map>
#include <string>

namespace causeway::proxy {

struct ControlCounts {
    std::string address;  // of the control plane; empty: there is none
    std::string serverId; // that it has to prove, DNS-like
    std::uint64_t requests = 0;
    std::map<grpc::Code, std::uint64_t> responses; // of calls that have ended
    telemetry::Histogram latency;                  // to the response's head
};

} // namespace causeway::proxy
