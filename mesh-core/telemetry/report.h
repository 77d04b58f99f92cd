// SPDX-License-Identifier: Apache-2.0
// What a proxy reports: what happened since the report before, once. Plain mirror of telemetry.proto.
#pragma once

#include "base/clock.h"
#include "base/proxy_instance.h"
#include "recording/tuple.h"
#include "telemetry/connections.h"
#include "telemetry/edge.h"
#include "telemetry/probe.h"

#include <optional>
#include <string>
#include <vector>

namespace causeway::telemetry {

struct ProxyStats {
    std::uint64_t residentBytes = 0;
    std::uint32_t openDescriptors = 0;
    double cpuSeconds = 0; // since start
    std::uint32_t downstreamConnections = 0;
    std::uint32_t upstreamConnections = 0;
    std::optional<WallTime> certificateNotAfter;
    std::string certificateSerial;
    bool draining = false;
    std::uint64_t droppedSamples = 0;

    bool operator==(const ProxyStats&) const = default;
};

struct Report {
    ProxyInstance proxy;
    std::uint64_t sequence = 0; // 1, 2, 3 … within the epoch
    WallTime end{};             // the proxy's wall clock, whole seconds: a label
    Duration duration{};        // monotonic
    std::vector<EdgeSample> edges;
    ProxyStats stats;
    std::vector<ProbeSample> probes; // gateways only
    std::vector<ConnectionSample> connections;
    std::vector<recording::Sample> requests;
    std::uint64_t requestsGivenUp = 0;

    bool operator==(const Report&) const = default;
};

} // namespace causeway::telemetry
