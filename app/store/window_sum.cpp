// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/window_sum.h"

#include "base/assert.h"
#include "store/packed_reader.h"

#include <algorithm>
#include <cmath>

namespace causeway::app::store {

using namespace domain;
using Change = EdgeHistory::Change;
using telemetry::Histogram;

namespace {

// A sample's largest latency, without reading its buckets; 0 without any.
std::uint64_t maxOfPacked(QByteArrayView packed) {
    PackedReader reader(packed);
    for (std::size_t i = 0; i < std::size_t(Counter::Count); ++i)
        (void)reader.number();
    if (reader.number() == 0)
        return 0;
    (void)reader.number(); // the sum
    return reader.number();
}

// As Histogram::quantileUs(), on buckets that are not empty.
std::optional<double> quantileMs(const WindowSum::Side& side, std::uint64_t count, double q) {
    if (count == 0)
        return std::nullopt;
    const auto rank = std::max<std::uint64_t>(1, std::uint64_t(std::ceil(q * double(count))));
    std::uint64_t seen = 0;
    for (const Bucket& bucket : side.latency) {
        seen += bucket.count;
        if (seen < rank)
            continue;
        const auto max = double(side.maxUs);
        const double lower = Histogram::lowerEdgeUs(bucket.at);
        if (bucket.at == Histogram::kBuckets - 1)
            return std::max(max, lower) / 1000;
        const double middle = (lower + Histogram::upperEdgeUs(bucket.at)) / 2;
        return (max > lower ? std::min(middle, max) : middle) / 1000;
    }
    return double(side.maxUs) / 1000;
}

} // namespace

void WindowSum::Side::add(const SparseSample& sample) {
    ++samples;
    for (std::size_t i = 0; i < counters.size(); ++i)
        counters[i] += sample.counters[i];
    sumUs += sample.latency.sumUs;
    maxUs = std::max(maxUs, sample.latency.maxUs);
    auto at = latency.begin();
    for (const Bucket& bucket : sample.latency.buckets) {
        at = std::lower_bound(at, latency.end(), bucket.at,
                              [](const Bucket& b, std::uint32_t where) { return b.at < where; });
        if (at != latency.end() && at->at == bucket.at)
            at->count += bucket.count;
        else
            at = latency.insert(at, bucket);
    }
}

void WindowSum::Side::take(const SparseSample& sample) {
    CAUSEWAY_ASSERT(samples > 0);
    --samples;
    for (std::size_t i = 0; i < counters.size(); ++i)
        counters[i] -= sample.counters[i];
    sumUs -= sample.latency.sumUs;
    auto at = latency.begin();
    for (const Bucket& bucket : sample.latency.buckets) {
        at = std::lower_bound(at, latency.end(), bucket.at,
                              [](const Bucket& b, std::uint32_t where) { return b.at < where; });
        CAUSEWAY_ASSERT(at != latency.end() && at->at == bucket.at && at->count >= bucket.count);
        at->count -= bucket.count;
        if (at->count == 0)
            at = latency.erase(at);
    }
}

SideFigures WindowSum::Side::figures() const {
    const auto counter = [this](Counter which) { return counters[std::size_t(which)]; };
    std::uint64_t count = 0;
    if (counter(Counter::Attempts) > 0) // else nobody was met, as domain::latencyMs has it
        for (const Bucket& bucket : latency)
            count += bucket.count;
    return {counter(Counter::Requests),
            counter(Counter::Attempts),
            counter(Counter::Failures),
            counter(Counter::ConnectionsOpened),
            counter(Counter::RequestsReused),
            quantileMs(*this, count, 0.5),
            quantileMs(*this, count, 0.95),
            quantileMs(*this, count, 0.99)};
}

void WindowSum::clear() {
    const std::uint64_t work = m_work;
    *this = {};
    m_work = work;
}

void WindowSum::moveTo(const EdgeHistory& history, const TimeRange& window) {
    const TimeRange before = m_window;
    if (before == window) {
        findMaxima(history);
        cover(history);
        return;
    }
    const bool apart = window.end <= before.begin || before.end <= window.begin;
    if (apart && !m_sums.empty()) {
        // Everything that was has gone: whoever kept figures of it must make them anew.
        for (Subject subject = 0; subject < m_sums.size(); ++subject) {
            Sides& sums = m_sums[subject];
            const bool had = sums.sides[0].samples + sums.sides[1].samples > 0;
            if (had && !sums.touched)
                m_touched.push_back(subject);
            sums = {{}, had || sums.touched};
        }
        m_maxGone.clear();
    }
    m_window = window;
    const auto walk = [&](const EdgeHistory::Ticks& ticks, const TimeRange& from,
                          const TimeRange& notIn, Change kind) {
        const auto last = ticks.upper_bound(from.end);
        for (auto it = ticks.upper_bound(from.begin); it != last; ++it)
            if (!notIn.contains(it->first))
                change(*it->second, kind);
    };
    for (const auto& [cluster, ticks] : history.ticks()) {
        if (apart) {
            walk(ticks, window, {}, Change::Came);
            continue;
        }
        walk(ticks, {before.begin, std::max(before.begin, window.begin)}, window, Change::Went);
        walk(ticks, {std::min(before.end, window.end), before.end}, window, Change::Went);
        walk(ticks, {window.begin, std::max(before.begin, window.begin)}, before, Change::Came);
        walk(ticks, {std::min(before.end, window.end), window.end}, before, Change::Came);
    }
    findMaxima(history);
    cover(history);
}

// How much of the window each cluster reported.
void WindowSum::cover(const EdgeHistory& history) {
    std::map<QString, Milliseconds> covered;
    for (const auto& [cluster, ticks] : history.ticks()) {
        Milliseconds& total = covered[cluster];
        const auto last = ticks.upper_bound(m_window.end);
        for (auto it = ticks.upper_bound(m_window.begin); it != last; ++it)
            total += it->second->length;
    }
    m_coverageChanged = m_coverageChanged || covered != m_covered;
    m_covered = std::move(covered);
}

Milliseconds WindowSum::covered(const std::set<QString>& clusters) const {
    Milliseconds most{0};
    for (const QString& cluster : clusters)
        if (const auto found = m_covered.find(cluster); found != m_covered.end())
            most = std::max(most, found->second);
    return most;
}

Milliseconds WindowSum::covered(const EdgeHistory::Reporters& reporters) const {
    const auto& [callers, callees] = reporters.clusters;
    return covered(callers.empty() ? callees : callers);
}

void WindowSum::follow(const PackedTick& tick, Change kind) {
    if (m_window.contains(tick.end))
        change(tick, kind);
}

void WindowSum::change(const PackedTick& tick, Change kind) {
    for (const sdk::Side which : kSides) {
        const auto& entries = tick.entries(which);
        if (!entries.empty() && entries.back().subject >= m_sums.size())
            m_sums.resize(entries.back().subject + 1);
        for (const PackedTick::Entry& entry : entries) {
            ++m_work;
            readPacked(tick.packed(entry), Depth::WithoutLegs, m_sample);
            Sides& sums = m_sums[entry.subject];
            if (!std::exchange(sums.touched, true))
                m_touched.push_back(entry.subject);
            Side& side = sums.sides[std::size_t(which)];
            if (kind == Change::Came) {
                side.add(m_sample);
                continue;
            }
            side.take(m_sample);
            if (m_sample.latency.maxUs == side.maxUs && side.maxUs > 0)
                m_maxGone.emplace(entry.subject, which);
        }
    }
}

void WindowSum::findMaxima(const EdgeHistory& history) {
    for (const auto& [subject, which] : m_maxGone)
        m_sums[subject].sides[std::size_t(which)].maxUs = maxOf(history, which, subject);
    m_maxGone.clear();
}

std::uint64_t WindowSum::maxOf(const EdgeHistory& history, sdk::Side side, Subject subject) {
    std::uint64_t max = 0;
    for (const QString& cluster : history.reporters(subject).clusters[std::size_t(side)]) {
        const auto found = history.ticks().find(cluster);
        if (found == history.ticks().end())
            continue;
        const auto last = found->second.upper_bound(m_window.end);
        for (auto it = found->second.upper_bound(m_window.begin); it != last; ++it)
            if (const auto* entry = it->second->find(side, subject)) {
                ++m_work;
                max = std::max(max, maxOfPacked(it->second->packed(*entry)));
            }
    }
    return max;
}

// A side that is reported without anything counted is a zero that was measured.
bool WindowSum::reports(const EdgeHistory& history, Subject subject, sdk::Side side) const {
    return covered(history.reporters(subject).clusters[std::size_t(side)]) > Milliseconds(0);
}

const WindowSum::Sides& WindowSum::of(Subject subject) const {
    static const Sides kNone;
    return subject < m_sums.size() ? m_sums[subject] : kNone;
}

EdgeFigures WindowSum::figures(const EdgeHistory& history, Subject subject) const {
    EdgeFigures figures;
    figures.covered = covered(history.reporters(subject));
    const auto of = [&](sdk::Side which) -> std::optional<SideFigures> {
        const Side& side = this->of(subject).sides[std::size_t(which)];
        if (side.samples > 0)
            return side.figures();
        return reports(history, subject, which) ? std::optional(SideFigures()) : std::nullopt;
    };
    figures.caller = of(sdk::Side::Caller);
    figures.callee = of(sdk::Side::Callee);
    return figures;
}

EdgeFigures WindowSum::figures(const EdgeHistory& history,
                               const std::vector<Subject>& subjects) const {
    EdgeFigures figures;
    std::array<std::optional<Side>, 2> sums;
    for (const Subject subject : subjects) {
        figures.covered = std::max(figures.covered, covered(history.reporters(subject)));
        for (const sdk::Side which : kSides) {
            const Side& side = of(subject).sides[std::size_t(which)];
            auto& sum = sums[std::size_t(which)];
            if (!sum && (side.samples > 0 || reports(history, subject, which)))
                sum.emplace();
            if (side.samples > 0)
                sum->add({side.counters, {side.latency, side.sumUs, side.maxUs}, {}});
        }
    }
    if (sums[0])
        figures.caller = sums[0]->figures();
    if (sums[1])
        figures.callee = sums[1]->figures();
    return figures;
}

void WindowSum::forgetTouched() {
    for (const Subject subject : m_touched)
        m_sums[subject].touched = false;
    m_touched.clear();
    m_coverageChanged = false;
}

} // namespace causeway::app::store
