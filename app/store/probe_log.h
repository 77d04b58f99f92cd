// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateways of every cluster probed of their links, summed in steps of ten seconds and kept
// for a quarter of an hour and a little. Bounded in time; plain value, one thread.
#pragma once

#include "domain/instant.h"
#include "domain/probe.h"

#include <QString>

#include <map>
#include <vector>

namespace causeway::app::store {

class ProbeLog {
public:
    static constexpr domain::Milliseconds kStep = std::chrono::seconds(10);
    static constexpr domain::Milliseconds kKept = std::chrono::minutes(16);
    using Samples = std::vector<domain::ProbeSample>; // one a link and rung

    explicit ProbeLog(domain::Milliseconds kept = kKept) : m_kept(kept) {}

    // Each tick once: sums cannot tell that they have been told.
    void append(const QString& cluster, domain::Instant end, const Samples& probes);
    // By link and rung, over the steps that begin in the window.
    [[nodiscard]] Samples over(const domain::TimeRange& window) const;

    struct Point {
        domain::Instant end{};
        domain::ProbeSample sum; // of (end - kStep, end]
    };
    // The steps that begin in the range, ascending; one in which nothing was tried is absent.
    [[nodiscard]] std::vector<Point> series(const std::string& link, domain::ProbeRung rung,
                                            const domain::TimeRange& range) const;

private:
    domain::Milliseconds m_kept;
    domain::Instant m_newest{};
    std::map<QString, std::map<domain::Instant, Samples>> m_steps; // by cluster and their begin
};

} // namespace causeway::app::store
