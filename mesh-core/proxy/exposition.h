// SPDX-License-Identifier: Apache-2.0
// The /metrics page: Linkerd's metric names and labels where they exist, our own with a causeway_
// prefix. Pure.
#pragma once

#include "proxy/reporter.h"

namespace causeway::proxy {

struct MetricsPage {
    const Options& options;
    const ProxyHealth& health;
    telemetry::ProxyStats stats;
    std::vector<telemetry::EdgeSample> samples; // since the start
    std::uint64_t upstreamOpened = 0;
    std::uint64_t upstreamFailed = 0;
};
[[nodiscard]] std::string serialize(const MetricsPage& page);

} // namespace causeway::proxy
