// SPDX-License-Identifier: Apache-2.0
#include "control/collect/recent_sums.h"

#include "causeway/v1/admin.pb.h"

namespace causeway::control {

void RecentSums::add(const SecondOfEdges& second) {
    SumStep& step = stepOf(second.second);
    ++step.coveredSeconds;
    bool isSampled = false;
    for (const EdgeBytes& bytes : second.edges) {
        v1::EdgeTick tick;
        if (!tick.ParseFromString(*bytes))
            continue;
        switch (m_ask.select.kind) {
        case SeriesKind::Edges:
            isSampled |= addAll(step, tick.edges());
            break;
        case SeriesKind::Probes:
            isSampled |= addAll(step, tick.probes());
            break;
        case SeriesKind::Connections:
            isSampled |= addAll(step, tick.connections());
        }
    }
    step.sampledSeconds += isSampled ? 1 : 0;
}

template <typename Samples> bool RecentSums::addAll(SumStep& step, const Samples& samples) {
    bool isSampled = false;
    for (const auto& sample : samples) {
        if (!m_ask.select.takes(sample))
            continue;
        isSampled = true;
        m_labels.clear();
        if (m_ask.bySeries)
            writeLabels(sample, m_labels);
        writeCounts(sample, m_counts);
        sumOf(step, m_labels).add(m_counts);
    }
    return isSampled;
}

SumStep& RecentSums::stepOf(Second second) {
    const Second index = m_ask.indexOf(second);
    if (m_steps.empty() || m_steps.back().index != index)
        m_steps.push_back({.index = index, .coveredSeconds = 0, .sampledSeconds = 0, .series = {}});
    SumStep& step = m_steps.back();
    if (m_positionsOf != index) {
        m_positionsOf = index;
        m_positions.clear();
        for (std::size_t i = 0; i < step.series.size(); ++i)
            m_positions[step.series[i].first] = i;
    }
    return step;
}

Counts& RecentSums::sumOf(SumStep& step, const std::string& labels) {
    const auto [position, isNew] = m_positions.try_emplace(labels, step.series.size());
    if (isNew)
        step.series.emplace_back(labels, Counts());
    return step.series[position->second].second;
}

} // namespace causeway::control
