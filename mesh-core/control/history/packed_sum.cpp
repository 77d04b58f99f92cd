// SPDX-License-Identifier: Apache-2.0
#include "control/history/packed_sum.h"

#include "telemetry/histogram.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr unsigned kCountBits = 48;
constexpr std::uint64_t kCountMask = (std::uint64_t(1) << kCountBits) - 1;

std::uint64_t bucketOf(std::uint64_t packed) {
    return packed >> kCountBits;
}

auto find(std::vector<std::uint64_t>& buckets, std::uint32_t bucket) {
    return std::ranges::lower_bound(buckets, bucket, {}, bucketOf);
}

} // namespace

void PackedSum::Histogram::add(const Times& times) {
    sumUs += times.sumUs;
    maxUs = std::max(maxUs, times.maxUs);
    for (const auto& [bucket, count] : times.buckets) {
        const auto at = find(buckets, bucket);
        if (at != buckets.end() && bucketOf(*at) == bucket)
            *at += count;
        else
            buckets.insert(at, std::uint64_t(bucket) << kCountBits | count);
    }
}

void PackedSum::Histogram::remove(const Times& times) {
    sumUs -= std::min(sumUs, times.sumUs);
    for (const auto& [bucket, count] : times.buckets) {
        const auto at = find(buckets, bucket);
        if (at == buckets.end() || bucketOf(*at) != bucket)
            continue;
        *at -= std::min(*at & kCountMask, count);
        if ((*at & kCountMask) == 0)
            buckets.erase(at);
    }
    if (buckets.empty()) {
        sumUs = maxUs = 0;
        return;
    }
    // Nothing is above the edge of the last bucket that is left; the open one has none.
    if (const auto last = bucketOf(buckets.back()); last + 1 < telemetry::Histogram::kBuckets)
        maxUs = std::min(
            maxUs, static_cast<std::uint64_t>(telemetry::Histogram::upperEdgeUs(last)));
}

void PackedSum::Histogram::fill(v1::Histogram& message) const {
    for (const std::uint64_t each : buckets)
        message.add_buckets(static_cast<std::uint32_t>(bucketOf(each)));
    for (const std::uint64_t each : buckets)
        message.add_counts(each & kCountMask);
    message.set_sum_us(sumUs);
    message.set_max_us(maxUs);
}

PackedSum::Histogram& PackedSum::of(std::size_t which) {
    const auto at = std::ranges::lower_bound(m_times, which, {}, &Histogram::which);
    if (at != m_times.end() && at->which == which)
        return *at;
    Histogram fresh;
    fresh.which = static_cast<std::uint8_t>(which);
    return *m_times.insert(at, std::move(fresh));
}

void PackedSum::add(const Counts& sample) {
    ++m_samples;
    for (std::size_t i = 0; i < kEdgeNumbers; ++i)
        m_numbers[i] += sample.numbers[i];
    for (std::size_t i = 0; i < kTimes; ++i)
        if (sample.hasTimes(i))
            of(i).add(sample.times[i]);
}

void PackedSum::remove(const Counts& sample) {
    m_samples -= m_samples == 0 ? 0 : 1;
    for (std::size_t i = 0; i < kEdgeNumbers; ++i)
        m_numbers[i] -= std::min(m_numbers[i], sample.numbers[i]);
    for (std::size_t i = 0; i < kTimes; ++i)
        if (sample.hasTimes(i))
            of(i).remove(sample.times[i]);
}

void PackedSum::fill(v1::EdgeSample& message) const {
    const auto number = [this](Number which) { return m_numbers[static_cast<std::size_t>(which)]; };
    message.set_requests(number(Number::Requests));
    message.set_attempts(number(Number::Attempts));
    message.set_failures(number(Number::Failures));
    message.set_connections_opened(number(Number::ConnectionsOpened));
    message.set_requests_reused(number(Number::RequestsReused));
    message.set_request_bytes(number(Number::RequestBytes));
    message.set_response_bytes(number(Number::ResponseBytes));
    for (const Histogram& each : m_times) {
        if (each.buckets.empty())
            continue;
        if (each.which == 0) {
            each.fill(*message.mutable_latency());
            continue;
        }
        auto& leg = *message.add_legs();
        leg.set_leg(static_cast<v1::Leg>(each.which));
        each.fill(*leg.mutable_time());
    }
}

} // namespace causeway::control
