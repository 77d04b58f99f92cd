// SPDX-License-Identifier: GPL-3.0-or-later
// What every edge and group counted in a window that moves: a tick that enters is added, one that
// leaves is taken away, and nothing else is looked at. The same sums as adding it all up again.
// Legs are left out: nobody asks for those of everything. One thread.
#pragma once

#include "domain/edge_figures.h"
#include "store/edge_history.h"

namespace causeway::app::store {

class WindowSum {
public:
    // One side of one subject.
    struct Side {
        std::uint32_t samples = 0; // ticks in which it counted something
        Counters counters{};
        std::uint64_t sumUs = 0;
        std::uint64_t maxUs = 0;
        std::vector<Bucket> latency;
        void add(const SparseSample& sample);
        void take(const SparseSample& sample); // which was added before; `maxUs` stays
        [[nodiscard]] domain::SideFigures figures() const;
    };
    struct Sides {
        std::array<Side, 2> sides;
        bool touched = false; // since forgetTouched()
    };

    // Ends at the window of this history. Goes on from the window before when they overlap.
    void moveTo(const EdgeHistory& history, const domain::TimeRange& window);
    // A tick of the history came or went.
    void follow(const PackedTick& tick, EdgeHistory::Change change);
    void clear();

    [[nodiscard]] const domain::TimeRange& window() const { return m_window; }
    [[nodiscard]] const Sides& of(Subject subject) const;
    // With what the history says of who reported: see EdgeHistory::covered.
    [[nodiscard]] domain::EdgeFigures figures(const EdgeHistory& history, Subject subject) const;
    // Of several subjects as one.
    [[nodiscard]] domain::EdgeFigures figures(const EdgeHistory& history,
                                              const std::vector<Subject>& subjects) const;
    // Something other than the sums of touched subjects: who reported, and for how long.
    [[nodiscard]] bool coverageChanged() const { return m_coverageChanged; }
    void forgetTouched();
    // Samples looked at since the start: what moving costs, whatever machine it is.
    [[nodiscard]] std::uint64_t work() const { return m_work; }

private:
    void change(const PackedTick& tick, EdgeHistory::Change change);
    void cover(const EdgeHistory& history);
    [[nodiscard]] domain::Milliseconds covered(const std::set<QString>& clusters) const;
    [[nodiscard]] domain::Milliseconds covered(const EdgeHistory::Reporters& reporters) const;
    [[nodiscard]] bool reports(const EdgeHistory& history, Subject subject, sdk::Side side) const;
    void findMaxima(const EdgeHistory& history);
    [[nodiscard]] std::uint64_t maxOf(const EdgeHistory& history, sdk::Side side,
                                      Subject subject);

    domain::TimeRange m_window;
    std::vector<Sides> m_sums; // by subject
    std::map<QString, domain::Milliseconds> m_covered; // by cluster
    bool m_coverageChanged = false;
    std::vector<Subject> m_touched;
    std::set<std::pair<Subject, sdk::Side>> m_maxGone; // whose largest value left
    SparseSample m_sample;                             // kept for its memory
    std::uint64_t m_work = 0;
};

} // namespace causeway::app::store
