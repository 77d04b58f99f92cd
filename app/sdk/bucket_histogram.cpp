// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/bucket_histogram.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>

namespace causeway::app::sdk {

namespace {

using domain::Histogram;

Status check(const BucketHistogram& other) {
    if (other.counts.size() != other.upperEdgesMs.size() + 1)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{} buckets for {} edges; expected one bucket more than edges",
                                other.counts.size(), other.upperEdgesMs.size()));
    double previous = 0;
    for (const double edge : other.upperEdgesMs) {
        if (!(edge > previous) || !std::isfinite(edge))
            return fail(ErrorKind::InvalidInput,
                        fmt::format("edge {} ms after {} ms; expected ascending edges above 0",
                                    edge, previous));
        previous = edge;
    }
    return {};
}

// Records `count` values as if they were spread evenly over (fromUs, toUs]. The running remainder
// makes the parts add up to exactly `count`.
void spread(Histogram& into, double fromUs, double toUs, std::uint64_t count) {
    const auto first = Histogram::bucketOf(static_cast<std::uint64_t>(std::floor(fromUs)) + 1);
    const auto last = Histogram::bucketOf(static_cast<std::uint64_t>(std::llround(toUs)));
    std::uint64_t given = 0;
    for (auto bucket = first; bucket <= last; ++bucket) {
        const double upper = std::min(Histogram::upperEdgeUs(bucket), toUs);
        const double share = (upper - fromUs) / (toUs - fromUs);
        const auto due = bucket == last
                             ? count
                             : static_cast<std::uint64_t>(std::llround(share * double(count)));
        if (due <= given)
            continue;
        into.record(static_cast<std::uint64_t>(std::llround(upper)), due - given);
        given = due;
    }
}

} // namespace

Result<Histogram> toHistogram(const BucketHistogram& other) {
    CAUSEWAY_CHECK(check(other));
    Histogram ours;
    double lowerUs = 0;
    for (std::size_t i = 0; i < other.upperEdgesMs.size(); ++i) {
        const double upperUs = other.upperEdgesMs[i] * 1000.0;
        if (other.counts[i] > 0)
            spread(ours, lowerUs, upperUs, other.counts[i]);
        lowerUs = upperUs;
    }
    if (other.counts.back() > 0)
        ours.record(static_cast<std::uint64_t>(std::llround(lowerUs)), other.counts.back());
    return ours;
}

} // namespace causeway::app::sdk
