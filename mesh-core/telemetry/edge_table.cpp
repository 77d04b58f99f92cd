// SPDX-License-Identifier: Apache-2.0
#include "telemetry/edge_table.h"

#include <utility>

namespace causeway::telemetry {
namespace {

EdgeLabels overflowOf(const EdgeLabels& labels) {
    EdgeLabels overflow;
    overflow.key.vantage = labels.key.vantage;
    overflow.key.statusClass = labels.key.statusClass;
    overflow.key.destinationService = EdgeTable::kOverflow;
    return overflow;
}

} // namespace

EdgeCounters& EdgeTable::series(const EdgeLabels& labels) {
    const auto known = m_series.find(labels);
    if (known != m_series.end())
        return known->second.fresh;
    if (m_series.size() < m_maxSeries)
        return m_series[labels].fresh;
    return m_series[overflowOf(labels)].fresh;
}

std::vector<EdgeSample> EdgeTable::drain() {
    std::vector<EdgeSample> samples;
    for (auto& [labels, series] : m_series) {
        if (series.fresh.empty())
            continue;
        samples.push_back({labels, series.fresh});
        series.drained.merge(series.fresh);
        series.fresh.clear();
    }
    return samples;
}

std::vector<EdgeSample> EdgeTable::totals() const {
    std::vector<EdgeSample> samples;
    for (const auto& [labels, series] : m_series) {
        auto total = series.drained;
        total.merge(series.fresh);
        samples.push_back({labels, std::move(total)});
    }
    return samples;
}

std::vector<EdgeSample> mergeSamples(std::vector<EdgeSample> samples) {
    std::map<EdgeLabels, EdgeCounters> merged;
    for (auto& sample : samples) {
        const auto [place, isNew] = merged.try_emplace(std::move(sample.labels));
        if (isNew)
            place->second = std::move(sample.counters);
        else
            place->second.merge(sample.counters);
    }
    std::vector<EdgeSample> result;
    result.reserve(merged.size());
    while (!merged.empty()) {
        auto node = merged.extract(merged.begin());
        result.push_back({std::move(node.key()), std::move(node.mapped())});
    }
    return result;
}

} // namespace causeway::telemetry
