// SPDX-License-Identifier: Apache-2.0
#include "control/collect/sample_sums.h"

#include "causeway/v1/admin.pb.h"

#include <algorithm>

namespace causeway::control {

namespace {

v1::Histogram& legOf(v1::EdgeSample& sample, v1::Leg leg) {
    for (v1::LegHistogram& known : *sample.mutable_legs())
        if (known.leg() == leg)
            return *known.mutable_time();
    v1::LegHistogram& added = *sample.add_legs();
    added.set_leg(leg);
    return *added.mutable_time();
}

v1::EdgeSample labelsOf(const v1::EdgeSample& sample) {
    v1::EdgeSample labels;
    *labels.mutable_key() = sample.key();
    labels.set_source_workload(sample.source_workload());
    labels.set_destination_workload(sample.destination_workload());
    labels.set_destination_instance(sample.destination_instance());
    return labels;
}

} // namespace

void addHistogram(v1::Histogram& sum, const v1::Histogram& other) {
    v1::Histogram merged;
    const int left = sum.buckets_size();
    const int right = std::min(other.buckets_size(), other.counts_size());
    merged.mutable_buckets()->Reserve(left + right);
    merged.mutable_counts()->Reserve(left + right);
    int i = 0;
    int j = 0;
    while (i < left || j < right) {
        const bool takeLeft = j == right || (i < left && sum.buckets(i) <= other.buckets(j));
        const bool takeRight = i == left || (j < right && other.buckets(j) <= sum.buckets(i));
        merged.add_buckets(takeLeft ? sum.buckets(i) : other.buckets(j));
        merged.add_counts((takeLeft ? sum.counts(i) : 0) + (takeRight ? other.counts(j) : 0));
        i += takeLeft ? 1 : 0;
        j += takeRight ? 1 : 0;
    }
    merged.set_sum_us(sum.sum_us() + other.sum_us());
    merged.set_max_us(std::max(sum.max_us(), other.max_us()));
    sum.Swap(&merged);
}

void addCounters(v1::EdgeSample& sum, const v1::EdgeSample& sample) {
    sum.set_requests(sum.requests() + sample.requests());
    sum.set_attempts(sum.attempts() + sample.attempts());
    sum.set_failures(sum.failures() + sample.failures());
    sum.set_connections_opened(sum.connections_opened() + sample.connections_opened());
    sum.set_requests_reused(sum.requests_reused() + sample.requests_reused());
    sum.set_request_bytes(sum.request_bytes() + sample.request_bytes());
    sum.set_response_bytes(sum.response_bytes() + sample.response_bytes());
    if (sample.has_latency())
        addHistogram(*sum.mutable_latency(), sample.latency());
    for (const v1::LegHistogram& leg : sample.legs())
        addHistogram(legOf(sum, leg.leg()), leg.time());
}

void SampleSums::add(const v1::EdgeSample& sample) {
    v1::EdgeSample labels = labelsOf(sample);
    auto [sum, added] = m_sums.try_emplace(labels.SerializeAsString());
    if (added)
        sum->second = std::move(labels);
    addCounters(sum->second, sample);
}

void SampleSums::addSerialized(std::string_view edges) {
    v1::EdgeTick tick;
    if (tick.ParseFromArray(edges.data(), static_cast<int>(edges.size())))
        for (const v1::EdgeSample& sample : tick.edges())
            add(sample);
}

google::protobuf::RepeatedPtrField<v1::EdgeSample> SampleSums::take() {
    google::protobuf::RepeatedPtrField<v1::EdgeSample> taken;
    taken.Reserve(static_cast<int>(m_sums.size()));
    for (auto& [series, sum] : m_sums)
        *taken.Add() = std::move(sum);
    m_sums.clear();
    return taken;
}

} // namespace causeway::control
