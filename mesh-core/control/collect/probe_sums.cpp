// SPDX-License-Identifier: Apache-2.0
#include "control/collect/probe_sums.h"

#include "causeway/v1/admin.pb.h"
#include "control/collect/sample_sums.h"

#include <algorithm>

namespace causeway::control {

void addProbes(v1::ProbeSample& sum, const v1::ProbeSample& sample) {
    sum.set_answered(sum.answered() + sample.answered());
    sum.set_lost(sum.lost() + sample.lost());
    sum.set_late(sum.late() + sample.late());
    sum.set_duplicates(sum.duplicates() + sample.duplicates());
    sum.set_reordered(sum.reordered() + sample.reordered());
    for (const auto& [reason, count] : sample.failures())
        (*sum.mutable_failures())[reason] += count;
    if (sample.has_time())
        addHistogram(*sum.mutable_time(), sample.time());
    sum.set_bytes(sum.bytes() + sample.bytes());
    if (sample.has_last_us())
        sum.set_last_us(sample.last_us());
    if (sample.has_jitter_us())
        sum.set_jitter_us(sample.jitter_us());
    if (!sample.has_one_way())
        return;
    v1::OneWay& way = *sum.mutable_one_way();
    way.set_samples(way.samples() + sample.one_way().samples());
    way.set_forward_sum_us(way.forward_sum_us() + sample.one_way().forward_sum_us());
    way.set_back_sum_us(way.back_sum_us() + sample.one_way().back_sum_us());
    way.set_plus_minus_us(std::max(way.plus_minus_us(), sample.one_way().plus_minus_us()));
}

void ProbeSums::add(const v1::ProbeSample& sample) {
    auto [sum, added] = m_sums.try_emplace({sample.link(), sample.rung()});
    if (added) {
        sum->second.set_link(sample.link());
        sum->second.set_rung(sample.rung());
    }
    addProbes(sum->second, sample);
}

void ProbeSums::addSerialized(std::string_view ticks) {
    v1::EdgeTick tick;
    if (tick.ParseFromArray(ticks.data(), static_cast<int>(ticks.size())))
        for (const v1::ProbeSample& sample : tick.probes())
            add(sample);
}

google::protobuf::RepeatedPtrField<v1::ProbeSample> ProbeSums::take() {
    google::protobuf::RepeatedPtrField<v1::ProbeSample> taken;
    for (auto& [series, sum] : m_sums)
        *taken.Add() = std::move(sum);
    m_sums.clear();
    return taken;
}

} // namespace causeway::control
