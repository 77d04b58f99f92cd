// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/ledger_worker.h"

#include <algorithm>

namespace causeway::app::store {

using namespace domain;

namespace {

constexpr Milliseconds kEventsRecalled = std::chrono::hours(24);
constexpr Milliseconds kWriteEvery = std::chrono::seconds(2);

} // namespace

LedgerWorker::LedgerWorker(HistoryLimits limits)
    : m_limits(limits), m_ledger(std::make_unique<Ledger>(limits)) {
    m_answer.setSingleShot(true);
    connect(&m_answer, &QTimer::timeout, this, &LedgerWorker::answer);
    m_write.setInterval(kWriteEvery);
    connect(&m_write, &QTimer::timeout, this, &LedgerWorker::writeDown);
}

void LedgerWorker::reset(std::uint64_t era) {
    m_era = era;
    m_write.stop();
    m_recorder.reset();
    m_wishes.clear();
    m_ledger = std::make_unique<Ledger>(m_limits);
    answerSoon();
}

void LedgerWorker::append(const QString& cluster, const std::vector<sdk::EdgeTick>& ticks) {
    for (const sdk::EdgeTick& tick : ticks)
        if (m_ledger->append(cluster, tick) && m_recorder)
            m_recorder->record(cluster, tick);
    answerSoon();
}

void LedgerWorker::setFresh(const QString& cluster, bool fresh) {
    m_ledger->setFresh(cluster, fresh);
    answerSoon();
}

void LedgerWorker::setPast(std::shared_ptr<const Past> past) {
    m_ledger->setPast(std::move(past));
    m_answer.start(0);
}

void LedgerWorker::want(const TimeRange& window, bool follows) {
    m_window = window;
    m_follows = follows;
    m_answer.start(0);
}

void LedgerWorker::want(const SeriesWish& wish) {
    m_wishes.insert_or_assign(wish.key(), wish);
    m_answer.start(0);
}

void LedgerWorker::forget(const std::set<SeriesWish::Key>& keys) {
    for (const auto& key : keys)
        m_wishes.erase(key);
}

void LedgerWorker::wantCalls() {
    m_callsWanted = true;
    answerSoon();
}

// The first after a silence at once, then once a second: nobody reads faster.
void LedgerWorker::answerSoon() {
    if (m_answer.isActive())
        return;
    const qint64 passed = m_sinceAnswer.isValid() ? m_sinceAnswer.elapsed() : kEvery.count();
    m_answer.start(std::max<Milliseconds>(Milliseconds(0), kEvery - Milliseconds(passed)));
}

void LedgerWorker::answer() {
    m_sinceAnswer.start();
    auto answers = std::make_shared<Answers>();
    answers->era = m_era;
    answers->newest = m_ledger->history().newest();
    answers->oldest = m_ledger->history().oldest();
    const auto moved = [&](const TimeRange& range, bool follows) {
        return follows && answers->newest ? TimeRange::endingAt(*answers->newest, range.span())
                                          : range;
    };
    const TimeRange window = moved(m_window, m_follows);
    answers->look = m_ledger->look(window);
    for (const auto& [key, wish] : m_wishes)
        answers->series.emplace(key, m_ledger->series(wish.selection,
                                                      moved(wish.range, wish.follows), wish.step));
    if (std::exchange(m_callsWanted, false))
        answers->calls = std::make_shared<const Calls>(Calls{window, m_ledger->calls(window)});
    Q_EMIT answered(answers);
}

void LedgerWorker::record(const QString& file, Instant now) {
    if (const Status opened = open(file, now); !opened)
        stopRecording(opened.error());
}

Status LedgerWorker::open(const QString& file, Instant now) {
    m_recorder.reset();
    CAUSEWAY_TRY(auto recorder, FlightRecorder::open(file));
    CAUSEWAY_TRY(auto ticks, recorder->ticks(TimeRange::endingAt(now, m_limits.kept)));
    CAUSEWAY_TRY(auto probes, recorder->probes(TimeRange::endingAt(now, ProbeLog::kKept)));
    CAUSEWAY_TRY(auto events, recorder->events(TimeRange::endingAt(now, kEventsRecalled)));
    auto recalled = std::make_shared<Recalled>();
    recalled->events = std::move(events);
    recalled->probes = std::move(probes);
    for (RecordedTick& recorded : ticks)
        if (m_ledger->append(recorded.cluster, recorded.tick)) {
            recorded.tick.samples.clear();
            recalled->ticks.push_back(std::move(recorded));
        }
    m_recorder = std::move(recorder);
    m_write.start();
    Q_EMIT this->recalled(recalled);
    answerSoon();
    return {};
}

void LedgerWorker::record(const Event& event) {
    if (m_recorder)
        m_recorder->record(event);
}

void LedgerWorker::record(const QString& cluster, const sdk::Updates& inventory, Instant at) {
    if (m_recorder)
        m_recorder->record(cluster, inventory, at);
}

QString LedgerWorker::flush() {
    writeDown();
    return m_recorder ? m_recorder->file() : QString();
}

void LedgerWorker::writeDown() {
    if (!m_recorder)
        return;
    if (const Status written = m_recorder->flush(); !written)
        stopRecording(written.error());
}

void LedgerWorker::stopRecording(const Error& why) {
    m_write.stop();
    m_recorder.reset();
    Q_EMIT recordingStopped(QString::fromStdString(why.describe()));
}

} // namespace causeway::app::store
