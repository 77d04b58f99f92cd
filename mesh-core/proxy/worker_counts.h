// SPDX-License-Identifier: Apache-2.0
// What one worker counts beside requests and opaque connections. A value: /metrics gets copies and
// adds them up.
#pragma once

#include "base/object_ref.h"
#include "http/refused.h"
#include "proxy/upstream/upstreams.h"

#include <cstdint>
#include <map>
#include <string>

namespace causeway::telemetry {
class Exposition;
}

namespace causeway::proxy {

struct RateLimitLabels {
    ObjectRef server;
    std::uint16_t port = 0;
    ObjectRef limit;
    bool ofTotal = false; // else of one caller
    std::string client;   // empty: not authenticated

    auto operator<=>(const RateLimitLabels&) const = default;
};

struct WorkerCounts {
    static constexpr std::size_t kMaxSeries = 1000; // then all the rest is one client, "(other)"

    using Kinds = std::array<std::uint64_t, http::kRefusedKinds>;

    std::map<RateLimitLabels, std::uint64_t> rateLimited;
    Kinds refusedClients{}; // what they did that was refused
    Kinds refusedServers{};

    Handshakes handshakesOfClients;
    Handshakes handshakesWithServers;
    std::uint64_t shedForMemory = 0; // requests
    std::uint64_t shedForRequests = 0;
    std::uint64_t acceptPauses = 0;
    RetrySeries retries;
    std::map<std::string, Upstreams::View> balancers; // by destination

    void countRefused(http::Refused kind) { ++refusedClients[static_cast<std::size_t>(kind)]; }
    void countRateLimited(RateLimitLabels labels);
    void merge(const WorkerCounts& other);
    void write(telemetry::Exposition& out) const;
};

} // namespace causeway::proxy
