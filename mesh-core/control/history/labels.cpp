// SPDX-License-Identifier: Apache-2.0
#include "control/history/labels.h"

#include "control/history/varint.h"

#include <algorithm>

namespace causeway::control {

namespace {

void appendText(std::string& out, std::string_view text) {
    appendVarint(out, text.size());
    out += text;
}

std::string textOf(ByteReader& in) {
    return std::string(in.take(in.varint()));
}

void setUnlessZero(Counts& counts, Number which, std::uint64_t value) {
    if (value != 0)
        counts.set(which, value);
}

void writeTimes(const v1::Histogram& histogram, Times& times) {
    const int size = std::min(histogram.buckets_size(), histogram.counts_size());
    times.buckets.reserve(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i)
        times.buckets.emplace_back(histogram.buckets(i), histogram.counts(i));
    times.sumUs = histogram.sum_us();
    times.maxUs = histogram.max_us();
}

void fillTimes(const Times& times, v1::Histogram& histogram) {
    histogram.mutable_buckets()->Reserve(static_cast<int>(times.buckets.size()));
    histogram.mutable_counts()->Reserve(static_cast<int>(times.buckets.size()));
    for (const auto& [bucket, count] : times.buckets) {
        histogram.add_buckets(bucket);
        histogram.add_counts(count);
    }
    histogram.set_sum_us(times.sumUs);
    histogram.set_max_us(times.maxUs);
}

// The numbers of one direction, which stand together.
void writePath(const v1::PathSample& path, Number hops, Counts& counts) {
    const auto at = [hops](unsigned offset) { return static_cast<Number>(unsigned(hops) + offset); };
    counts.set(hops, path.hops());
    if (path.changes() == 0)
        return;
    counts.set(at(1), path.changes());
    counts.set(at(2), path.before());
}

void fillPath(const Counts& counts, Number hops, v1::PathSample& path) {
    const auto at = [hops](unsigned offset) { return static_cast<Number>(unsigned(hops) + offset); };
    path.set_hops(static_cast<std::uint32_t>(counts.number(hops)));
    path.set_changes(counts.number(at(1)));
    path.set_before(static_cast<std::uint32_t>(counts.number(at(2))));
}

bool fits(const std::string& wanted, const std::string& found) {
    return wanted.empty() || wanted == found;
}

} // namespace

void writeLabels(const v1::EdgeSample& sample, std::string& labels) {
    labels.assign(1, kEdgeLabels);
    appendVarint(labels, sample.key().ByteSizeLong());
    sample.key().AppendToString(&labels);
    appendText(labels, sample.source_workload());
    appendText(labels, sample.destination_workload());
    appendText(labels, sample.destination_instance());
}

void writeLabels(const v1::ProbeSample& sample, std::string& labels) {
    labels.assign(1, kProbeLabels);
    appendText(labels, sample.link());
    appendVarint(labels, static_cast<std::uint64_t>(sample.rung()));
}

void writeLabels(const v1::ConnectionSample& sample, std::string& labels) {
    labels.assign(1, kConnectionLabels);
    appendText(labels, sample.link());
    appendVarint(labels, static_cast<std::uint64_t>(sample.leg()));
}

std::string labelsOf(const v1::EdgeSample& sample) {
    std::string labels;
    writeLabels(sample, labels);
    return labels;
}

std::string labelsOf(const v1::ProbeSample& sample) {
    std::string labels;
    writeLabels(sample, labels);
    return labels;
}

std::string labelsOf(const v1::ConnectionSample& sample) {
    std::string labels;
    writeLabels(sample, labels);
    return labels;
}

bool readLabels(std::string_view labels, v1::EdgeSample& sample) {
    if (labels.empty() || labels.front() != kEdgeLabels)
        return false;
    ByteReader in(labels.substr(1));
    const auto key = in.take(in.varint());
    if (!sample.mutable_key()->ParseFromArray(key.data(), static_cast<int>(key.size())))
        return false;
    sample.set_source_workload(textOf(in));
    sample.set_destination_workload(textOf(in));
    sample.set_destination_instance(textOf(in));
    return !in.failed();
}

bool readLabels(std::string_view labels, v1::ProbeSample& sample) {
    if (labels.empty() || labels.front() != kProbeLabels)
        return false;
    ByteReader in(labels.substr(1));
    sample.set_link(textOf(in));
    sample.set_rung(static_cast<v1::ProbeRung>(in.varint()));
    return !in.failed();
}

bool readLabels(std::string_view labels, v1::ConnectionSample& sample) {
    if (labels.empty() || labels.front() != kConnectionLabels)
        return false;
    ByteReader in(labels.substr(1));
    sample.set_link(textOf(in));
    sample.set_leg(static_cast<v1::Leg>(in.varint()));
    return !in.failed();
}

void writeCounts(const v1::EdgeSample& sample, Counts& counts) {
    counts.clear();
    setUnlessZero(counts, Number::Requests, sample.requests());
    setUnlessZero(counts, Number::Attempts, sample.attempts());
    setUnlessZero(counts, Number::Failures, sample.failures());
    setUnlessZero(counts, Number::ConnectionsOpened, sample.connections_opened());
    setUnlessZero(counts, Number::RequestsReused, sample.requests_reused());
    setUnlessZero(counts, Number::RequestBytes, sample.request_bytes());
    setUnlessZero(counts, Number::ResponseBytes, sample.response_bytes());
    if (sample.has_latency())
        writeTimes(sample.latency(), counts.makeTimes(0));
    for (const v1::LegHistogram& leg : sample.legs())
        if (leg.leg() > 0 && leg.leg() < static_cast<int>(kTimes)) {
            const auto which = static_cast<std::size_t>(leg.leg());
            Times one;
            writeTimes(leg.time(), counts.hasTimes(which) ? one : counts.makeTimes(which));
            counts.times[which].add(one);
        }
}

void writeCounts(const v1::ProbeSample& sample, Counts& counts) {
    counts.clear();
    setUnlessZero(counts, Number::Answered, sample.answered());
    setUnlessZero(counts, Number::Lost, sample.lost());
    setUnlessZero(counts, Number::Late, sample.late());
    setUnlessZero(counts, Number::Duplicates, sample.duplicates());
    setUnlessZero(counts, Number::Reordered, sample.reordered());
    setUnlessZero(counts, Number::ProbeBytes, sample.bytes());
    if (sample.has_one_way()) {
        counts.set(Number::WaySamples, sample.one_way().samples());
        counts.set(Number::WayForwardUs,
                   static_cast<std::uint64_t>(sample.one_way().forward_sum_us()));
        counts.set(Number::WayBackUs, static_cast<std::uint64_t>(sample.one_way().back_sum_us()));
        counts.set(Number::WayPlusMinusUs, sample.one_way().plus_minus_us());
    }
    if (sample.has_last_us())
        counts.set(Number::LastUs, sample.last_us());
    if (sample.has_jitter_us())
        counts.set(Number::JitterUs, sample.jitter_us());
    if (sample.has_path_out())
        writePath(sample.path_out(), Number::PathOutHops, counts);
    if (sample.has_path_back())
        writePath(sample.path_back(), Number::PathBackHops, counts);
    if (sample.has_time())
        writeTimes(sample.time(), counts.makeTimes(0));
    for (const auto& [reason, count] : sample.failures())
        counts.failures.emplace_back(reason, count);
    std::ranges::sort(counts.failures);
}

void writeCounts(const v1::ConnectionSample& sample, Counts& counts) {
    counts.clear();
    setUnlessZero(counts, Number::ConnectionUs, sample.connection_us());
    setUnlessZero(counts, Number::Opened, sample.opened());
    setUnlessZero(counts, Number::Resumed, sample.resumed());
    setUnlessZero(counts, Number::RttVariationUs, sample.rtt_variation_sum_us());
    setUnlessZero(counts, Number::Segments, sample.segments());
    setUnlessZero(counts, Number::Retransmits, sample.retransmits());
    setUnlessZero(counts, Number::DeliveryRate, sample.delivery_rate());
    if (sample.has_rtt())
        writeTimes(sample.rtt(), counts.makeTimes(0));
}

void fillCounts(const Counts& counts, v1::EdgeSample& sample) {
    sample.set_requests(counts.number(Number::Requests));
    sample.set_attempts(counts.number(Number::Attempts));
    sample.set_failures(counts.number(Number::Failures));
    sample.set_connections_opened(counts.number(Number::ConnectionsOpened));
    sample.set_requests_reused(counts.number(Number::RequestsReused));
    sample.set_request_bytes(counts.number(Number::RequestBytes));
    sample.set_response_bytes(counts.number(Number::ResponseBytes));
    if (counts.hasTimes(0))
        fillTimes(counts.times[0], *sample.mutable_latency());
    for (std::size_t i = 1; i < kTimes; ++i)
        if (counts.hasTimes(i)) {
            v1::LegHistogram& leg = *sample.add_legs();
            leg.set_leg(static_cast<v1::Leg>(i));
            fillTimes(counts.times[i], *leg.mutable_time());
        }
}

void fillCounts(const Counts& counts, v1::ProbeSample& sample) {
    sample.set_answered(counts.number(Number::Answered));
    sample.set_lost(counts.number(Number::Lost));
    sample.set_late(counts.number(Number::Late));
    sample.set_duplicates(counts.number(Number::Duplicates));
    sample.set_reordered(counts.number(Number::Reordered));
    sample.set_bytes(counts.number(Number::ProbeBytes));
    if (counts.has(Number::WaySamples)) {
        v1::OneWay& way = *sample.mutable_one_way();
        way.set_samples(counts.number(Number::WaySamples));
        way.set_forward_sum_us(static_cast<std::int64_t>(counts.number(Number::WayForwardUs)));
        way.set_back_sum_us(static_cast<std::int64_t>(counts.number(Number::WayBackUs)));
        way.set_plus_minus_us(counts.number(Number::WayPlusMinusUs));
    }
    if (counts.has(Number::LastUs))
        sample.set_last_us(counts.number(Number::LastUs));
    if (counts.has(Number::JitterUs))
        sample.set_jitter_us(counts.number(Number::JitterUs));
    if (counts.has(Number::PathOutHops))
        fillPath(counts, Number::PathOutHops, *sample.mutable_path_out());
    if (counts.has(Number::PathBackHops))
        fillPath(counts, Number::PathBackHops, *sample.mutable_path_back());
    if (counts.hasTimes(0))
        fillTimes(counts.times[0], *sample.mutable_time());
    for (const auto& [reason, count] : counts.failures)
        (*sample.mutable_failures())[reason] = count;
}

void fillCounts(const Counts& counts, v1::ConnectionSample& sample) {
    sample.set_connection_us(counts.number(Number::ConnectionUs));
    sample.set_opened(counts.number(Number::Opened));
    sample.set_resumed(counts.number(Number::Resumed));
    sample.set_rtt_variation_sum_us(counts.number(Number::RttVariationUs));
    sample.set_segments(counts.number(Number::Segments));
    sample.set_retransmits(counts.number(Number::Retransmits));
    sample.set_delivery_rate(counts.number(Number::DeliveryRate));
    if (counts.hasTimes(0))
        fillTimes(counts.times[0], *sample.mutable_rtt());
}

bool Selection::takesAll() const {
    return vantage == v1::VANTAGE_UNSPECIFIED && sourceWorkload.empty()
           && destinationService.empty() && destinationCluster.empty() && link.empty()
           && rung == v1::PROBE_RUNG_UNSPECIFIED;
}

bool Selection::takes(const v1::EdgeSample& sample) const {
    return kind == SeriesKind::Edges
           && (vantage == v1::VANTAGE_UNSPECIFIED || vantage == sample.key().vantage())
           && fits(sourceWorkload, sample.source_workload())
           && fits(destinationService, sample.key().destination_service())
           && fits(destinationCluster, sample.key().destination_cluster())
           && fits(link, sample.key().link());
}

bool Selection::takes(const v1::ProbeSample& sample) const {
    return kind == SeriesKind::Probes && fits(link, sample.link())
           && (rung == v1::PROBE_RUNG_UNSPECIFIED || rung == sample.rung());
}

bool Selection::takes(const v1::ConnectionSample& sample) const {
    return kind == SeriesKind::Connections && fits(link, sample.link());
}

} // namespace causeway::control
