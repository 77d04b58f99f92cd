// SPDX-License-Identifier: Apache-2.0
#include "convert/detail.h"

namespace causeway::convert {

Result<telemetry::ProbeRung> fromProto(v1::ProbeRung rung) {
    if (rung < v1::PROBE_RUNG_UDP || rung > v1::PROBE_RUNG_GRPC)
        return refuse("rung", std::to_string(rung), "a known rung of probes");
    return static_cast<telemetry::ProbeRung>(rung);
}

v1::ProbeRung toProto(telemetry::ProbeRung rung) {
    return static_cast<v1::ProbeRung>(rung);
}

namespace {

telemetry::PathSample pathOf(const v1::PathSample& message) {
    return {message.hops(), message.changes(), message.before()};
}

void write(const telemetry::PathSample& path, v1::PathSample& message) {
    message.set_hops(path.hops);
    message.set_changes(path.changes);
    message.set_before(path.before);
}

} // namespace

Result<telemetry::ProbeSample> fromProto(const v1::ProbeSample& message) {
    telemetry::ProbeSample sample;
    sample.link = message.link();
    CAUSEWAY_TRY(sample.rung, fromProto(message.rung()));
    sample.answered = message.answered();
    sample.lost = message.lost();
    sample.late = message.late();
    sample.duplicates = message.duplicates();
    sample.reordered = message.reordered();
    sample.failures.insert(message.failures().begin(), message.failures().end());
    CAUSEWAY_TRY(sample.time, fromProto(message.time()));
    if (message.has_last_us())
        sample.lastUs = message.last_us();
    if (message.has_jitter_us())
        sample.jitterUs = message.jitter_us();
    if (message.has_one_way())
        sample.oneWay = telemetry::OneWay{
            message.one_way().samples(), message.one_way().forward_sum_us(),
            message.one_way().back_sum_us(), message.one_way().plus_minus_us()};
    sample.bytes = message.bytes();
    if (message.has_path_out())
        sample.pathOut = pathOf(message.path_out());
    if (message.has_path_back())
        sample.pathBack = pathOf(message.path_back());
    return sample;
}

v1::ProbeSample toProto(const telemetry::ProbeSample& sample) {
    v1::ProbeSample message;
    message.set_link(sample.link);
    message.set_rung(toProto(sample.rung));
    message.set_answered(sample.answered);
    message.set_lost(sample.lost);
    message.set_late(sample.late);
    message.set_duplicates(sample.duplicates);
    message.set_reordered(sample.reordered);
    message.mutable_failures()->insert(sample.failures.begin(), sample.failures.end());
    if (!sample.time.empty())
        *message.mutable_time() = toProto(sample.time);
    if (sample.lastUs)
        message.set_last_us(*sample.lastUs);
    if (sample.jitterUs)
        message.set_jitter_us(*sample.jitterUs);
    if (const auto& way = sample.oneWay) {
        message.mutable_one_way()->set_samples(way->samples);
        message.mutable_one_way()->set_forward_sum_us(way->forwardSumUs);
        message.mutable_one_way()->set_back_sum_us(way->backSumUs);
        message.mutable_one_way()->set_plus_minus_us(way->plusMinusUs);
    }
    message.set_bytes(sample.bytes);
    if (sample.pathOut)
        write(*sample.pathOut, *message.mutable_path_out());
    if (sample.pathBack)
        write(*sample.pathBack, *message.mutable_path_back());
    return message;
}

} // namespace causeway::convert
