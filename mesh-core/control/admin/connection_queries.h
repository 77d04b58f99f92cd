// SPDX-License-Identifier: Apache-2.0
// Answers about the TCP connections between proxies: the sums of a window by leg, and one link's
// over time. Reads the collector; any thread.
#pragma once

#include "causeway/v1/admin.pb.h"
#include "control/collect/collector.h"

namespace causeway::control {

class ConnectionQueries {
public:
    explicit ConnectionQueries(const Collector& collector) : m_collector(collector) {}

    // InvalidInput for a window or a series that is too long, and for a series of no link.
    [[nodiscard]] Result<v1::QueryConnectionsResponse>
    sum(const v1::QueryConnectionsRequest& request) const;
    [[nodiscard]] Result<v1::QueryConnectionSeriesResponse>
    series(const v1::QueryConnectionSeriesRequest& request) const;

private:
    const Collector& m_collector;
};

} // namespace causeway::control
