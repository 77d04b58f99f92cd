// SPDX-License-Identifier: Apache-2.0
// Answers about the ladders of probes: the sums of a window, and one rung over time. Reads the
// collector; any thread.
#pragma once

#include "causeway/v1/admin.pb.h"
#include "control/collect/collector.h"

namespace causeway::control {

class ProbeQueries {
public:
    explicit ProbeQueries(const Collector& collector) : m_collector(collector) {}

    // InvalidInput for a window or a series that is too long.
    [[nodiscard]] Result<v1::QueryProbesResponse> sum(const v1::QueryProbesRequest& request) const;
    [[nodiscard]] Result<v1::QueryProbeSeriesResponse>
    series(const v1::QueryProbeSeriesRequest& request) const;

private:
    const Collector& m_collector;
};

} // namespace causeway::control
