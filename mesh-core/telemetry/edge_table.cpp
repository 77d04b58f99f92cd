// SPDX-License-Identifier: Apache-2.0
#include "telemetry/edge_table.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace causeway::telemetry {
namespace {

SeriesView overflowOf(const SeriesView& view) {
    SeriesView overflow;
    overflow.vantage = view.vantage;
    overflow.statusClass = view.statusClass;
    overflow.destinationService = EdgeTable::kOverflow;
    return overflow;
}

bool before(const SeriesSample& a, const SeriesSample& b) {
    return std::tie(a.labels, a.detail) < std::tie(b.labels, b.detail);
}

// Of sorted samples: neighbours that `same` calls one become one.
template <typename Sample, typename Same>
void mergeNeighbours(std::vector<Sample>& list, Same same) {
    std::size_t kept = 0;
    for (std::size_t i = 1; i < list.size(); ++i) {
        if (same(list[kept], list[i]))
            list[kept].counters.merge(list[i].counters);
        else if (++kept != i)
            list[kept] = std::move(list[i]);
    }
    if (!list.empty())
        list.resize(kept + 1);
}

} // namespace

std::size_t EdgeTable::Hash::operator()(const Key& key) const {
    return viewOf(key.labels, key.detail).hash();
}

bool EdgeTable::Equal::operator()(const SeriesView& a, const Key& b) const {
    return a == viewOf(b.labels, b.detail);
}

bool EdgeTable::Equal::operator()(const Key& a, const SeriesView& b) const {
    return viewOf(a.labels, a.detail) == b;
}

bool EdgeTable::Equal::operator()(const Key& a, const Key& b) const {
    return viewOf(a.labels, a.detail) == viewOf(b.labels, b.detail);
}

EdgeCounters& EdgeTable::series(const SeriesView& view) {
    if (const auto known = m_series.find(view); known != m_series.end())
        return known->second.fresh;
    if (m_series.size() < m_maxSeries)
        return m_series[{view.labels(), view.detail()}].fresh;
    ++m_overflowed;
    const SeriesView overflow = overflowOf(view);
    return m_series[{overflow.labels(), overflow.detail()}].fresh;
}

std::vector<EdgeSample> EdgeTable::drain() {
    std::vector<EdgeSample> samples;
    for (auto& [key, series] : m_series) {
        if (series.fresh.empty())
            continue;
        samples.push_back({key.labels, series.fresh});
        series.drained.merge(series.fresh);
        series.fresh.clear();
    }
    return mergeSamples(std::move(samples));
}

std::vector<SeriesSample> EdgeTable::totals() const {
    std::vector<SeriesSample> samples;
    samples.reserve(m_series.size());
    for (const auto& [key, series] : m_series) {
        auto total = series.drained;
        total.merge(series.fresh);
        samples.push_back({key.labels, key.detail, std::move(total)});
    }
    std::ranges::sort(samples, before);
    return samples;
}

std::vector<EdgeSample> mergeSamples(std::vector<EdgeSample> samples) {
    std::ranges::sort(samples, {}, &EdgeSample::labels);
    mergeNeighbours(samples,
                    [](const EdgeSample& a, const EdgeSample& b) { return a.labels == b.labels; });
    return samples;
}

std::vector<SeriesSample> mergeSeries(std::vector<SeriesSample> samples) {
    std::ranges::sort(samples, before);
    mergeNeighbours(samples, [](const SeriesSample& a, const SeriesSample& b) {
        return a.labels == b.labels && a.detail == b.detail;
    });
    return samples;
}

} // namespace causeway::telemetry
