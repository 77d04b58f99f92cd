// SPDX-License-Identifier: Apache-2.0
#include "control/history/counts.h"

#include <algorithm>

namespace causeway::control {

void Times::add(const Times& other) {
    sumUs += other.sumUs;
    maxUs = std::max(maxUs, other.maxUs);
    if (buckets.empty()) {
        if (buckets.capacity() == 0)
            buckets.reserve(other.buckets.size() * 4 + 8); // most sums have much to come
        buckets = other.buckets;
        return;
    }
    // Most buckets are there already; the first that is not, and what comes after it, are put in.
    auto at = buckets.begin();
    for (auto theirs = other.buckets.begin(); theirs != other.buckets.end(); ++theirs) {
        at = std::lower_bound(
            at, buckets.end(), theirs->first,
            [](const auto& each, std::uint32_t wanted) { return each.first < wanted; });
        if (at == buckets.end() || at->first != theirs->first)
            return insert(at - buckets.begin(), {theirs, other.buckets.end()});
        at->second += theirs->second;
    }
}

// `others`: ascending, at or behind position `from`.
void Times::insert(std::ptrdiff_t from, std::span<const Bucket> others) {
    auto mine = static_cast<std::ptrdiff_t>(buckets.size()) - 1;
    std::size_t isNew = others.size();
    for (auto at = static_cast<std::size_t>(from); const Bucket& each : others) {
        while (at < buckets.size() && buckets[at].first < each.first)
            ++at;
        isNew -= at < buckets.size() && buckets[at].first == each.first ? 1 : 0;
    }
    buckets.resize(buckets.size() + isNew);
    // From the back, so that nothing is moved twice.
    auto to = static_cast<std::ptrdiff_t>(buckets.size()) - 1;
    for (auto left = static_cast<std::ptrdiff_t>(others.size()) - 1; left >= 0; --to) {
        const Bucket& theirs = others[static_cast<std::size_t>(left)];
        Bucket& slot = buckets[static_cast<std::size_t>(to)];
        if (mine < 0 || buckets[static_cast<std::size_t>(mine)].first < theirs.first) {
            slot = theirs;
            --left;
            continue;
        }
        slot = buckets[static_cast<std::size_t>(mine--)];
        if (slot.first == theirs.first) {
            slot.second += theirs.second;
            --left;
        }
    }
}

void Counts::set(Number which, std::uint64_t value) {
    present |= std::uint64_t{1} << unsigned(which);
    numbers[std::size_t(which)] = value;
}

Times& Counts::makeTimes(std::size_t which) {
    timesPresent = static_cast<std::uint8_t>(timesPresent | 1U << which);
    return times[which];
}

void Counts::add(const Counts& later) {
    for (std::uint64_t left = later.present; left != 0; left &= left - 1) {
        const auto which = static_cast<std::size_t>(__builtin_ctzll(left));
        const std::uint64_t value = later.numbers[which];
        switch (static_cast<Number>(which)) {
        case Number::WayPlusMinusUs:
        case Number::DeliveryRate:
            numbers[which] = std::max(numbers[which], value);
            break;
        case Number::LastUs:
        case Number::JitterUs:
        case Number::PathOutHops:
        case Number::PathOutBefore:
        case Number::PathBackHops:
        case Number::PathBackBefore:
            numbers[which] = value;
            break;
        default:
            numbers[which] += value;
        }
    }
    present |= later.present;
    for (std::size_t i = 0; i < kTimes; ++i)
        if (later.hasTimes(i))
            makeTimes(i).add(later.times[i]);
    for (const auto& [reason, count] : later.failures) {
        auto at = std::ranges::lower_bound(
            failures, reason, {},
            [](const auto& each) -> const std::string& { return each.first; });
        if (at == failures.end() || at->first != reason)
            at = failures.insert(at, {reason, 0});
        at->second += count;
    }
}

void Counts::clear() {
    for (std::uint64_t left = present; left != 0; left &= left - 1)
        numbers[static_cast<std::size_t>(__builtin_ctzll(left))] = 0;
    for (std::size_t i = 0; i < kTimes; ++i)
        if (hasTimes(i)) {
            times[i].buckets.clear();
            times[i].sumUs = times[i].maxUs = 0;
        }
    present = 0;
    timesPresent = 0;
    failures.clear();
}

bool Counts::operator==(const Counts& other) const {
    return present == other.present && timesPresent == other.timesPresent
           && numbers == other.numbers && times == other.times && failures == other.failures;
}

} // namespace causeway::control
