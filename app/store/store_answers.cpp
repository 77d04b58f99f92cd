// SPDX-License-Identifier: GPL-3.0-or-later
// How the store asks its worker, and what it makes of the answers.
#include "store/store_tell.h"

#include <set>

namespace causeway::app::store {

using namespace domain;

namespace {

constexpr Milliseconds kCallsKept = std::chrono::seconds(3);
constexpr std::uint64_t kRoundsUnasked = 5;

} // namespace

// What the worker would answer, without its look.
void Store::answerHere() const {
    const EdgeHistory& history = m_worker->ledger().history();
    m_answers = std::make_shared<const Answers>(
        Answers{m_era, m_answers->look, history.newest(), history.oldest(), {}, {}});
}

void Store::take(const std::shared_ptr<const Answers>& answers) {
    if (answers->era != m_era)
        return; // of a fleet that is not shown any more
    m_answers = answers;
    ++m_round;
    for (const auto& [key, series] : answers->series)
        if (const auto asked = m_series.find(key); asked != m_series.end())
            asked->second.series = series;
    if (answers->calls)
        m_calls = answers->calls;
    forgetUnasked();
    if (answers->newest)
        Q_EMIT edgesChanged();
}

void Store::forgetUnasked() {
    std::set<SeriesWish::Key> gone;
    for (auto it = m_series.begin(); it != m_series.end();)
        if (it->second.round + kRoundsUnasked < m_round) {
            gone.insert(it->first);
            it = m_series.erase(it);
        } else {
            ++it;
        }
    if (!gone.empty())
        tell([gone](LedgerWorker& worker) { worker.forget(gone); });
}

std::shared_ptr<const Look> Store::look(const TimeRange& window) const {
    if (m_sums == Sums::Here)
        return m_worker->ledger().look(window);
    const bool follows = window.end == m_answers->newest;
    const std::pair wanted(follows ? TimeRange{Instant(), Instant(window.span())} : window,
                           follows);
    if (m_answers->newest && wanted != m_wanted) {
        m_wanted = wanted;
        tell([wanted](LedgerWorker& worker) { worker.want(wanted.first, wanted.second); });
    }
    return m_answers->look;
}

MetricsSeries Store::metrics(const Selection& selection, const TimeRange& range,
                             Milliseconds step) const {
    if (m_sums == Sums::Here)
        return m_worker->ledger().series(selection, range, step);
    const SeriesWish wish{selection, range, step, range.end == m_answers->newest};
    Asked& asked = m_series[wish.key()];
    asked.round = m_round;
    const bool same = asked.wish.step == step && asked.wish.follows == wish.follows
                      && (wish.follows ? asked.wish.range.span() == range.span()
                                       : asked.wish.range == range);
    if (!same && m_answers->newest) {
        asked.wish = wish;
        tell([wish](LedgerWorker& worker) { worker.want(wish); });
    }
    MetricsSeries series{range, step, {}};
    for (const MetricsPoint& point : asked.series.points)
        if (range.begin < point.end && point.end - step < range.end)
            series.points.push_back(point);
    return series;
}

std::shared_ptr<const Calls> Store::calls(const TimeRange& window) const {
    if (m_sums == Sums::Here)
        return std::make_shared<const Calls>(Calls{window, m_worker->ledger().calls(window)});
    const bool due = !m_callsAsked || window.end < *m_callsAsked
                     || window.end - *m_callsAsked >= kCallsKept;
    if (due && m_answers->newest) {
        m_callsAsked = window.end;
        (void)look(window); // the calls are those of its window
        tell([](LedgerWorker& worker) { worker.wantCalls(); });
    }
    return m_calls;
}

} // namespace causeway::app::store
