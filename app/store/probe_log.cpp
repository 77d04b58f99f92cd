// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/probe_log.h"

#include <algorithm>

namespace causeway::app::store {

using namespace domain;

namespace {

void add(ProbeLog::Samples& sums, const ProbeSample& sample) {
    const auto known = std::ranges::find_if(sums, [&](const ProbeSample& each) {
        return each.rung == sample.rung && each.link == sample.link;
    });
    if (known == sums.end())
        sums.push_back(sample);
    else
        telemetry::merge(*known, sample);
}

} // namespace

void ProbeLog::append(const QString& cluster, Instant end, const Samples& probes) {
    if (probes.empty() || end <= m_newest - m_kept)
        return;
    m_newest = std::max(m_newest, end);
    // What ends with a step is its last part, not the next one's first.
    const Instant step((end - Milliseconds(1)).time_since_epoch() / kStep * kStep);
    Samples& sums = m_steps[cluster][step];
    for (const ProbeSample& sample : probes)
        add(sums, sample);
    for (auto& [name, steps] : m_steps)
        steps.erase(steps.begin(), steps.upper_bound(m_newest - m_kept));
}

ProbeLog::Samples ProbeLog::over(const TimeRange& window) const {
    Samples sums;
    for (const auto& [cluster, steps] : m_steps)
        for (auto step = steps.lower_bound(window.begin);
             step != steps.end() && step->first < window.end; ++step)
            for (const ProbeSample& sample : step->second)
                add(sums, sample);
    return sums;
}

std::vector<ProbeLog::Point> ProbeLog::series(const std::string& link, ProbeRung rung,
                                              const TimeRange& range) const {
    std::map<Instant, Samples> points;
    for (const auto& [cluster, steps] : m_steps)
        for (auto step = steps.lower_bound(range.begin);
             step != steps.end() && step->first < range.end; ++step)
            for (const ProbeSample& sample : step->second)
                if (sample.rung == rung && sample.link == link)
                    add(points[step->first], sample);
    std::vector<Point> series;
    for (auto& [begin, sums] : points)
        series.push_back({begin + kStep, std::move(sums.front())});
    return series;
}

} // namespace causeway::app::store
