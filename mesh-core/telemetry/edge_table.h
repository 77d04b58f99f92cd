// SPDX-License-Identifier: Apache-2.0
// The counters of one worker, by edge. The hot path looks a series up once, keeps the reference and
// increments; the reporter drains what is new, /metrics reads totals. Owned by one thread; whoever
// has several workers merges what they drained. References stay valid as long as the table.
// Never grows above its bound: what comes later is counted in overflow series, one per vantage and
// status class, whose destination is "(other)".
#pragma once

#include "telemetry/edge.h"

#include <cstddef>
#include <map>
#include <vector>

namespace causeway::telemetry {

class EdgeTable {
public:
    static constexpr std::size_t kDefaultMaxSeries = 4000;
    static constexpr std::string_view kOverflow = "(other)";

    explicit EdgeTable(std::size_t maxSeries = kDefaultMaxSeries) : m_maxSeries(maxSeries) {}

    // Counters since the last drain; to be incremented only.
    [[nodiscard]] EdgeCounters& series(const EdgeLabels& labels);

    // What was counted since the last drain, in the order of the labels; nothing twice.
    [[nodiscard]] std::vector<EdgeSample> drain();
    // Everything since the start, drained or not, in the order of the labels.
    [[nodiscard]] std::vector<EdgeSample> totals() const;

    [[nodiscard]] std::size_t size() const { return m_series.size(); }

private:
    struct Series {
        EdgeCounters fresh;
        EdgeCounters drained;
    };
    std::size_t m_maxSeries;
    std::map<EdgeLabels, Series> m_series;
};

// Samples of equal labels become one; the order is that of the labels.
[[nodiscard]] std::vector<EdgeSample> mergeSamples(std::vector<EdgeSample> samples);

} // namespace causeway::telemetry
