// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/packed_tick.h"

#include <algorithm>
#include <map>

namespace causeway::app::store {

namespace {

using Sums = std::map<Subject, SparseSample>;
using Entry = PackedTick::Entry;

// What edges added to services and pairs goes on to namespaces, clusters and the fleet. A parent
// has a smaller number than its child, so the way down from the largest meets each child first.
void addToParents(Sums& groups, const Subjects& subjects) {
    for (auto it = groups.rbegin(); it != groups.rend(); ++it)
        if (const Subject parent = subjects.group(it->first).parent; parent != kNoSubject)
            groups[parent].add(it->second);
}

void append(PackedTick& tick, std::size_t side, Subject subject, const SparseSample& sample) {
    tick.sides[side].push_back({subject, std::uint32_t(tick.bytes.size())});
    appendPacked(sample, tick.bytes);
}

void sort(std::vector<Entry>& entries) {
    std::ranges::sort(entries, {}, &Entry::subject);
    entries.shrink_to_fit();
}

} // namespace

std::shared_ptr<const PackedTick> PackedTick::of(const sdk::EdgeTick& tick, Subjects& subjects) {
    auto packed = std::make_shared<PackedTick>();
    packed->end = tick.end;
    packed->length = tick.duration;
    packed->proxiesReporting = tick.proxiesReporting;
    packed->proxiesExpected = tick.proxiesExpected;
    std::array<Sums, 2> groups;
    std::array<Sums, 2> edges;
    for (const sdk::EdgeSample& sample : tick.samples) {
        const Subject edge = subjects.edge(sample.key);
        SparseSample counted = SparseSample::of(sample.counted);
        for (const Subject group : subjects.edge(edge).groups)
            if (group != kNoSubject)
                groups[std::size_t(sample.side)][group].add(counted);
        // An edge stands in a tick once a side; who tells it twice means both.
        const auto [own, isNew] =
            edges[std::size_t(sample.side)].try_emplace(edge, std::move(counted));
        if (!isNew)
            own->second.add(counted);
    }
    for (std::size_t side = 0; side < 2; ++side) {
        addToParents(groups[side], subjects);
        for (const Sums* sums : {&edges[side], &groups[side]})
            for (const auto& [subject, sum] : *sums)
                append(*packed, side, subject, sum);
        sort(packed->sides[side]);
    }
    packed->bytes.squeeze();
    return packed;
}

std::shared_ptr<const PackedTick>
PackedTick::merged(std::span<const std::shared_ptr<const PackedTick>> ticks) {
    auto merged = std::make_shared<PackedTick>();
    merged->end = ticks.back()->end;
    merged->proxiesReporting = ticks.back()->proxiesReporting;
    merged->proxiesExpected = ticks.back()->proxiesExpected;
    SparseSample sample;
    for (std::size_t side = 0; side < 2; ++side) {
        Sums sums;
        for (const auto& tick : ticks)
            for (const Entry& entry : tick->sides[side]) {
                readPacked(tick->packed(entry), Depth::Whole, sample);
                sums[entry.subject].add(sample);
            }
        for (const auto& [subject, sum] : sums)
            append(*merged, side, subject, sum);
        merged->sides[side].shrink_to_fit();
    }
    for (const auto& tick : ticks)
        merged->length += tick->length;
    merged->bytes.squeeze();
    return merged;
}

const Entry* PackedTick::find(sdk::Side side, Subject subject) const {
    const auto& all = entries(side);
    const auto found = std::ranges::lower_bound(all, subject, {}, &Entry::subject);
    return found != all.end() && found->subject == subject ? &*found : nullptr;
}

std::size_t PackedTick::size() const {
    return sizeof(PackedTick) + std::size_t(bytes.capacity())
           + (sides[0].capacity() + sides[1].capacity()) * sizeof(Entry);
}

} // namespace causeway::app::store
