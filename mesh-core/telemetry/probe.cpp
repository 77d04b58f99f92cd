// SPDX-License-Identifier: Apache-2.0
#include "telemetry/probe.h"

#include <algorithm>

namespace causeway::telemetry {

std::string_view name(ProbeRung rung) {
    switch (rung) {
    case ProbeRung::Udp: return "udp";
    case ProbeRung::Tcp: return "tcp";
    case ProbeRung::Tls: return "tls";
    case ProbeRung::TlsResumed: return "tls-resumed";
    case ProbeRung::HttpCold: return "http-cold";
    case ProbeRung::HttpWarm: return "http-warm";
    case ProbeRung::Grpc: return "grpc";
    }
    return "unknown";
}

bool ProbeSample::empty() const {
    return answered == 0 && lost == 0 && late == 0 && duplicates == 0 && failures.empty()
           && bytes == 0;
}

std::uint64_t ProbeSample::failed() const {
    std::uint64_t sum = 0;
    for (const auto& [reason, count] : failures)
        sum += count;
    return sum;
}

namespace {

// A call that found nobody to answer it says nothing about the way.
std::uint64_t failedAttempts(const ProbeSample& sample) {
    const auto nobody = sample.failures.find(std::string(kNoCanary));
    return sample.failed() - (nobody == sample.failures.end() ? 0 : nobody->second);
}

} // namespace

std::uint64_t ProbeSample::tried() const {
    return answered + (rung == ProbeRung::Udp ? lost : failedAttempts(*this));
}

std::uint64_t ProbeSample::unanswered() const {
    return rung == ProbeRung::Udp ? lost - std::min(lost, late) : failedAttempts(*this);
}

namespace {

void merge(std::optional<PathSample>& sum, const std::optional<PathSample>& later) {
    if (!later)
        return;
    PathSample& path = sum ? *sum : sum.emplace();
    path.hops = later->hops;
    path.changes += later->changes;
    if (later->changes > 0)
        path.before = later->before;
}

} // namespace

bool isSameSeries(const ProbeSample& a, const ProbeSample& b) {
    return a.rung == b.rung && a.link == b.link;
}

void merge(ProbeSample& sum, const ProbeSample& later) {
    sum.answered += later.answered;
    sum.lost += later.lost;
    sum.late += later.late;
    sum.duplicates += later.duplicates;
    sum.reordered += later.reordered;
    for (const auto& [reason, count] : later.failures)
        sum.failures[reason] += count;
    sum.time.merge(later.time);
    sum.lastUs = later.lastUs ? later.lastUs : sum.lastUs;
    sum.jitterUs = later.jitterUs ? later.jitterUs : sum.jitterUs;
    sum.bytes += later.bytes;
    merge(sum.pathOut, later.pathOut);
    merge(sum.pathBack, later.pathBack);
    if (!later.oneWay)
        return;
    OneWay& way = sum.oneWay ? *sum.oneWay : sum.oneWay.emplace();
    way.samples += later.oneWay->samples;
    way.forwardSumUs += later.oneWay->forwardSumUs;
    way.backSumUs += later.oneWay->backSumUs;
    way.plusMinusUs = std::max(way.plusMinusUs, later.oneWay->plusMinusUs);
}

} // namespace causeway::telemetry
