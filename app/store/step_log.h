// SPDX-License-Identifier: GPL-3.0-or-later
// What every cluster told that adds up, summed in steps of ten seconds and kept for a quarter of an
// hour and a little. Bounded in time; plain value, one thread.
#pragma once

#include "domain/instant.h"

#include <QString>

#include <algorithm>
#include <map>
#include <vector>

namespace causeway::app::store {

// Samples of the same series are those that `isSameSeries()` says it of; `merge()` adds them.
template <typename Sample> class StepLog {
public:
    static constexpr domain::Milliseconds kStep = std::chrono::seconds(10);
    static constexpr domain::Milliseconds kKept = std::chrono::minutes(16);
    using Samples = std::vector<Sample>; // one a series

    explicit StepLog(domain::Milliseconds kept = kKept) : m_kept(kept) {}

    // Each tick once: sums cannot tell that they have been told.
    void append(const QString& cluster, domain::Instant end, const Samples& told) {
        if (told.empty() || end <= m_newest - m_kept)
            return;
        m_newest = std::max(m_newest, end);
        // What ends with a step is its last part, not the next one's first.
        const domain::Instant step((end - domain::Milliseconds(1)).time_since_epoch() / kStep
                                   * kStep);
        Samples& sums = m_steps[cluster][step];
        for (const Sample& sample : told)
            add(sums, sample);
        for (auto& [name, steps] : m_steps)
            steps.erase(steps.begin(), steps.upper_bound(m_newest - m_kept));
    }

    // By series, over the steps that begin in the window.
    [[nodiscard]] Samples over(const domain::TimeRange& window) const {
        Samples sums;
        forEach(window, [&](domain::Instant, const Sample& sample) { add(sums, sample); });
        return sums;
    }

    struct Point {
        domain::Instant end{};
        Sample sum; // of (end - kStep, end]
    };
    // One series over the steps that begin in the range, ascending; one without it is absent.
    template <typename Belongs>
    [[nodiscard]] std::vector<Point> series(const domain::TimeRange& range,
                                            Belongs belongs) const {
        std::map<domain::Instant, Samples> points;
        forEach(range, [&](domain::Instant begin, const Sample& sample) {
            if (belongs(sample))
                add(points[begin], sample);
        });
        std::vector<Point> series;
        for (auto& [begin, sums] : points)
            series.push_back({begin + kStep, std::move(sums.front())});
        return series;
    }

private:
    static void add(Samples& sums, const Sample& sample) {
        const auto known = std::ranges::find_if(
            sums, [&](const Sample& each) { return isSameSeries(each, sample); });
        if (known == sums.end())
            sums.push_back(sample);
        else
            merge(*known, sample);
    }
    template <typename Each> void forEach(const domain::TimeRange& window, Each each) const {
        for (const auto& [cluster, steps] : m_steps)
            for (auto step = steps.lower_bound(window.begin);
                 step != steps.end() && step->first < window.end; ++step)
                for (const Sample& sample : step->second)
                    each(step->first, sample);
    }

    domain::Milliseconds m_kept;
    domain::Instant m_newest{};
    std::map<QString, std::map<domain::Instant, Samples>> m_steps; // by cluster and their begin
};

} // namespace causeway::app::store
