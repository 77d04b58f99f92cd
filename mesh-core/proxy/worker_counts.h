// SPDX-License-Identifier: Apache-2.0
// What one worker counts beside requests and opaque connections. A value: /metrics gets copies and
// adds them up.
#pragma once

#include "base/object_ref.h"

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

    std::map<RateLimitLabels, std::uint64_t> rateLimited;

    void countRateLimited(RateLimitLabels labels);
    void merge(const WorkerCounts& other);
    void write(telemetry::Exposition& out) const;
};

} // namespace causeway::proxy
