// SPDX-License-Identifier: Apache-2.0
#include "control/history/counts.h"

#include <algorithm>

namespace causeway::control {

namespace {

// Adds where the bucket is there already; false when one is not.
bool addInPlace(Times& sum, const Times& other) {
    auto at = sum.buckets.begin();
    for (const auto& bucket : other.buckets) {
        at = std::lower_bound(at, sum.buckets.end(), bucket.first,
                              [](const auto& each, std::uint32_t wanted) { return each.first < wanted; });
        if (at == sum.buckets.end() || at->first != bucket.first)
            return false;
    }
    at = sum.buckets.begin();
    for (const auto& [bucket, count] : other.buckets) {
        while (at->first != bucket)
            ++at;
        at->second += count;
    }
    return true;
}

} // namespace

void Times::add(const Times& other) {
    sumUs += other.sumUs;
    maxUs = std::max(maxUs, other.maxUs);
    if (buckets.empty()) {
        buckets = other.buckets;
        return;
    }
    if (addInPlace(*this, other))
        return;
    // From the back, so that nothing is moved twice.
    auto left = static_cast<std::ptrdiff_t>(buckets.size()) - 1;
    auto right = static_cast<std::ptrdiff_t>(other.buckets.size()) - 1;
    std::size_t both = 0;
    for (std::size_t i = 0, j = 0; i < buckets.size() && j < other.buckets.size();) {
        const auto a = buckets[i].first;
        const auto b = other.buckets[j].first;
        both += a == b ? 1 : 0;
        i += a <= b ? 1 : 0;
        j += b <= a ? 1 : 0;
    }
    buckets.resize(buckets.size() + other.buckets.size() - both);
    for (auto at = static_cast<std::ptrdiff_t>(buckets.size()) - 1; right >= 0; --at) {
        const auto& theirs = other.buckets[std::size_t(right)];
        auto& slot = buckets[std::size_t(at)];
        if (left >= 0 && buckets[std::size_t(left)].first >= theirs.first) {
            const bool isSame = buckets[std::size_t(left)].first == theirs.first;
            slot = buckets[std::size_t(left--)];
            if (isSame)
                slot.second += other.buckets[std::size_t(right--)].second;
        } else {
            slot = theirs;
            --right;
        }
    }
}

void Counts::set(Number which, std::uint64_t value) {
    present |= 1U << unsigned(which);
    numbers[std::size_t(which)] = value;
}

Times& Counts::makeTimes(std::size_t which) {
    timesPresent = static_cast<std::uint8_t>(timesPresent | 1U << which);
    return times[which];
}

void Counts::add(const Counts& later) {
    for (std::uint32_t left = later.present; left != 0; left &= left - 1) {
        const auto which = static_cast<std::size_t>(__builtin_ctz(left));
        const std::uint64_t value = later.numbers[which];
        switch (static_cast<Number>(which)) {
        case Number::WayPlusMinusUs:
            numbers[which] = std::max(numbers[which], value);
            break;
        case Number::LastUs:
        case Number::JitterUs:
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
        auto at = std::ranges::lower_bound(failures, reason, {}, [](const auto& each) -> const std::string& {
            return each.first;
        });
        if (at == failures.end() || at->first != reason)
            at = failures.insert(at, {reason, 0});
        at->second += count;
    }
}

void Counts::clear() {
    for (std::uint32_t left = present; left != 0; left &= left - 1)
        numbers[static_cast<std::size_t>(__builtin_ctz(left))] = 0;
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
