// SPDX-License-Identifier: Apache-2.0
// Adds seconds from memory to what the disk has answered. A value; one thread. Expects samples that
// convert/ has accepted, seconds in ascending order and none that the disk has answered for.
#pragma once

#include "control/collect/report_ring.h"
#include "control/history/step_sums.h"

namespace causeway::control {

class RecentSums {
public:
    RecentSums(const Ask& ask, std::vector<SumStep>& steps) : m_ask(ask), m_steps(steps) {}

    void add(const SecondOfEdges& second);

private:
    template <typename Samples> bool addAll(SumStep& step, const Samples& samples);
    SumStep& stepOf(Second second);
    Counts& sumOf(SumStep& step, const std::string& labels);

    const Ask& m_ask;
    std::vector<SumStep>& m_steps; // ascending; the newest is the one that is added to
    std::unordered_map<std::string, std::size_t> m_positions; // in the newest step
    Second m_positionsOf = -1;
    std::string m_labels;
    Counts m_counts;
};

} // namespace causeway::control
