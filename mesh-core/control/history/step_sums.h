// SPDX-License-Identifier: Apache-2.0
// Adds samples up by steps of an asked range, and by series where that is wanted, together with how
// many seconds somebody reported for. A second that is covered twice (a late report) counts once in
// that. A value; one thread.
#pragma once

#include "control/history/labels.h"
#include "control/history/second_rows.h"

#include <map>
#include <unordered_map>

namespace causeway::control {

// What is asked: seconds [from, to) in steps from `from` on. What was kept in coarser steps than
// asked counts where it starts.
struct Ask {
    Selection select;
    Second from = 0;
    Second to = 0;
    Second step = 1;
    bool bySeries = false; // else all that is selected in one sum

    [[nodiscard]] Second indexOf(Second second) const { return (second - from) / step; }
};

struct SumStep {
    Second index = 0;
    std::uint32_t coveredSeconds = 0;                   // in which anybody reported
    std::uint32_t sampledSeconds = 0;                   // in which something selected was told
    std::vector<std::pair<std::string, Counts>> series; // by labels; none when nothing was told

    // In an order that stays from question to question.
    [[nodiscard]] std::vector<const std::pair<std::string, Counts>*> byLabels() const;
};

class StepSums {
public:
    explicit StepSums(const Ask& ask) : m_ask(ask) {}

    void cover(const SecondRows::Stretch& stretch);
    void add(const SecondRows::Stretch& stretch, SeriesId series, const Counts& counts);
    // Ascending by index; `nameOf` gives the labels of a series, in the order in which they then
    // stand.
    [[nodiscard]] std::vector<SumStep> take(const std::function<std::string(SeriesId)>& nameOf);

private:
    // Bits of the seconds of a minute, by the step that they count for.
    using Minutes = std::map<std::pair<Second, Second>, std::uint64_t>;
    void mark(Minutes& minutes, const SecondRows::Stretch& stretch) const;

    const Ask& m_ask;
    Minutes m_covered;
    Minutes m_sampled;
    std::unordered_map<std::uint64_t, Counts> m_sums; // by index and series
    std::uint64_t m_lastKey = 0;
    Counts* m_last = nullptr;
};

// Which resolution answers for which part of the range: the coarsest that fits the steps exactly,
// else the finest that is still kept.
struct Segment {
    Second from = 0;
    Second to = 0;
    Second resolution = 1;
    bool operator==(const Segment&) const = default;
};
[[nodiscard]] std::vector<Segment> planOf(const Ask& ask, const std::array<Second, 3>& keptFrom);

} // namespace causeway::control
