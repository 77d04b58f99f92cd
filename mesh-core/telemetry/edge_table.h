// SPDX-License-Identifier: Apache-2.0
// The counters of one worker, by edge and by what /metrics tells besides (telemetry/detail.h). The
// hot path looks a series up by views, which allocates nothing, and increments; the reporter drains
// what is new, /metrics reads totals. Owned by one thread; whoever has several workers merges what
// they gave. References stay valid as long as the table. Never grows above its bound: what comes
// later is counted in overflow series, one per vantage and status class, whose destination is
// "(other)", and overflowed() tells how often.
#pragma once

#include "telemetry/detail.h"
#include "telemetry/edge.h"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace causeway::telemetry {

// A series as /metrics tells it; reports carry its labels only.
struct SeriesSample {
    EdgeLabels labels;
    RequestDetail detail;
    EdgeCounters counters;
};

class EdgeTable {
public:
    static constexpr std::size_t kDefaultMaxSeries = 4000;
    static constexpr std::string_view kOverflow = "(other)";

    explicit EdgeTable(std::size_t maxSeries = kDefaultMaxSeries) : m_maxSeries(maxSeries) {}

    // Counters since the last drain; to be incremented only.
    [[nodiscard]] EdgeCounters& series(const SeriesView& view);

    // What was counted since the last drain, in the order of the labels; nothing twice.
    [[nodiscard]] std::vector<EdgeSample> drain();
    // Everything since the start, drained or not, in the order of labels and detail.
    [[nodiscard]] std::vector<SeriesSample> totals() const;

    [[nodiscard]] std::size_t size() const { return m_series.size(); }
    // Look-ups that were answered with an overflow series.
    [[nodiscard]] std::uint64_t overflowed() const { return m_overflowed; }

private:
    struct Series {
        EdgeCounters fresh;
        EdgeCounters drained;
    };
    struct Key {
        EdgeLabels labels;
        RequestDetail detail;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(const SeriesView& view) const { return view.hash(); }
        std::size_t operator()(const Key& key) const;
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(const Key& a, const Key& b) const;
        bool operator()(const SeriesView& a, const Key& b) const;
        bool operator()(const Key& a, const SeriesView& b) const;
    };
    std::size_t m_maxSeries;
    std::uint64_t m_overflowed = 0;
    std::unordered_map<Key, Series, Hash, Equal> m_series;
};

// Samples of equal labels become one; the order is that of the labels.
[[nodiscard]] std::vector<EdgeSample> mergeSamples(std::vector<EdgeSample> samples);
[[nodiscard]] std::vector<SeriesSample> mergeSeries(std::vector<SeriesSample> samples);

} // namespace causeway::telemetry
