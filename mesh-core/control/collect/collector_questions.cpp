// SPDX-License-Identifier: Apache-2.0
// What the collector is asked. Changes nothing of it.
#include "base/log.h"
#include "causeway/v1/admin.pb.h"
#include "control/collect/collector.h"
#include "control/collect/recent_sums.h"
#include "control/collect/tick_samples.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace causeway::control {

namespace {

constexpr Second kBucketSeconds = 10;
constexpr std::size_t kMaxBacklogBytes = 64U << 20U;

Second nextBucket(Second second) {
    const Second past = second % kBucketSeconds;
    return past == 0 ? second : second + kBucketSeconds - past;
}

} // namespace

Collector::Piece Collector::Piece::of(SecondOfEdges second) {
    return {.start = second.second,
            .length = 1,
            .coveredSeconds = 1,
            .proxies = second.proxies,
            .edges = std::move(second.edges)};
}

Collector::Recent Collector::recent(Second from, Second to) const {
    const std::lock_guard lock(m_mutex);
    const Second split = nextBucket(m_ring.completeFrom());
    return {
        .seconds = m_ring.range(std::max(from, split), to), .split = split, .nextTick = m_nextTick};
}

Result<std::vector<SumStep>> Collector::ask(const Ask& ask) const {
    std::vector<SumStep> steps;
    std::vector<SecondOfEdges> seconds;
    if (flushFails()) {
        Recent known = recent(ask.from, ask.to);
        seconds = std::move(known.seconds);
        Ask past = ask;
        past.to = std::min(ask.to, known.split);
        if (past.from < past.to) {
            CAUSEWAY_TRY(steps, m_reader->ask(past));
        }
    } else {
        Generation before = flushed();
        CAUSEWAY_TRY(steps, m_reader->ask(ask, [&] {
            const std::lock_guard lock(m_mutex);
            seconds = unwritten(ask.from, ask.to);
            return std::exchange(before, m_flushed) == m_flushed;
        }));
    }
    RecentSums sums(ask, steps);
    for (const SecondOfEdges& second : seconds)
        sums.add(second);
    return steps;
}

Second Collector::writtenUntil() const {
    const std::lock_guard lock(m_mutex);
    return m_flushFails ? m_publishedUntil : m_writtenUntil;
}

Result<std::optional<MinuteSums::Answer>> Collector::minute(Second end) const {
    if (flushFails())
        return std::nullopt;
    return m_minute->answer(end);
}

bool Collector::flushFails() const {
    const std::lock_guard lock(m_mutex);
    return m_flushFails;
}

// What is counted and published but not on disk yet, or on its way there.
std::vector<SecondOfEdges> Collector::unwritten(Second from, Second to) const {
    std::vector<SecondOfEdges> seconds;
    for (const auto* list : {&m_writing, &m_pending})
        std::ranges::copy_if(*list, std::back_inserter(seconds), [&](const SecondOfEdges& second) {
            return second.second >= from && second.second < to;
        });
    std::ranges::stable_sort(seconds, {}, &SecondOfEdges::second);
    return seconds;
}

// Ten seconds as one piece for watchers.
Result<Collector::Piece> Collector::pieceOfHistory(Second from, Second to) const {
    Piece piece{.start = from, .length = to - from, .coveredSeconds = 0, .proxies = 0, .edges = {}};
    Ask ask{.select = {}, .from = from, .to = to, .step = to - from, .bySeries = true};
    v1::EdgeTick tick;
    for (const SeriesKind kind : {SeriesKind::Edges, SeriesKind::Probes, SeriesKind::Connections}) {
        ask.select.kind = kind;
        CAUSEWAY_TRY(const auto steps, m_reader->ask(ask));
        for (const SumStep& step : steps) {
            piece.coveredSeconds = std::max(piece.coveredSeconds, step.coveredSeconds);
            for (const auto& [labels, counts] : step.series)
                addSeries(tick, kind, labels, counts);
        }
    }
    piece.edges.push_back(std::make_shared<const std::string>(tick.SerializeAsString()));
    return piece;
}

Collector::Backlog Collector::backlog(Second seconds) const {
    const Second from = nextBucket(publishedUntil() - seconds);
    Recent known = recent(from, std::numeric_limits<Second>::max());
    Backlog backlog{.pieces = {}, .next = known.nextTick};
    // Backwards, so that it is the oldest that has no place.
    std::size_t bytes = 0;
    for (Second at = known.split - kBucketSeconds; at >= from && bytes < kMaxBacklogBytes;
         at -= kBucketSeconds) {
        auto piece = pieceOfHistory(at, at + kBucketSeconds);
        if (!piece) {
            log::warn("backlog of edges is shorter: {}", piece.error().describe());
            break;
        }
        bytes += piece->edges.front()->size();
        if (piece->coveredSeconds > 0)
            backlog.pieces.push_back(std::move(*piece));
    }
    std::ranges::reverse(backlog.pieces);
    for (SecondOfEdges& second : known.seconds)
        backlog.pieces.push_back(Piece::of(std::move(second)));
    return backlog;
}

std::vector<Collector::Piece> Collector::ticksFrom(std::uint64_t& next) const {
    const std::lock_guard lock(m_mutex);
    const std::uint64_t oldest = m_nextTick - m_ticks.size();
    const auto skip = static_cast<std::ptrdiff_t>(std::max(next, oldest) - oldest);
    next = m_nextTick;
    return {m_ticks.begin() + skip, m_ticks.end()};
}

HistoryKept Collector::kept() const {
    const std::lock_guard lock(m_mutex);
    return m_kept;
}

Second Collector::publishedUntil() const {
    const std::lock_guard lock(m_mutex);
    return m_publishedUntil;
}

} // namespace causeway::control
