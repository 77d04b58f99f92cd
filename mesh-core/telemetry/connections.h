// SPDX-License-Identifier: Apache-2.0
// What the kernel says of the TCP connections between proxies (TCP_INFO), added up by the leg of the
// way that they are on: plain mirror of telemetry.proto's ConnectionSample, whose comments say what
// each field means. Values; pure.
#pragma once

#include "telemetry/edge.h"

namespace causeway::telemetry {

// One look at one connection. Counts are since its beginning.
struct TcpReading {
    std::uint64_t rttUs = 0; // smoothed by the kernel (RFC 6298)
    std::uint64_t rttVariationUs = 0;
    std::uint64_t acknowledged = 0; // bytes
    std::uint32_t segments = 0;     // with data, those sent again included
    std::uint32_t retransmits = 0;
    std::uint64_t deliveryRate = 0; // bytes a second

    bool operator==(const TcpReading&) const = default;
};

struct ConnectionSample {
    Leg leg = Leg::Wire; // ToEgress, Wire or ToCallee
    std::string link;    // "aws:gcp"; of Leg::Wire only
    std::uint64_t connectionUs = 0;
    std::uint64_t opened = 0;
    std::uint64_t resumed = 0;
    Histogram rtt; // one a reading
    std::uint64_t rttVariationSumUs = 0;
    std::uint64_t segments = 0;
    std::uint64_t retransmits = 0;
    std::uint64_t deliveryRate = 0; // the largest reading's

    bool operator==(const ConnectionSample&) const = default;
    [[nodiscard]] bool empty() const;
    // What happened on a connection between two looks at it. Its round trip counts only when
    // something was acknowledged meanwhile: the kernel's figure is of the last time that anything was.
    void add(const TcpReading& before, const TcpReading& now);
};

// Of the same leg and link: they add up to one figure.
[[nodiscard]] bool isSameSeries(const ConnectionSample& a, const ConnectionSample& b);
// Adds `later` of the same series to `sum`.
void merge(ConnectionSample& sum, const ConnectionSample& later);

} // namespace causeway::telemetry
