// SPDX-License-Identifier: Apache-2.0
#include "convert/report_check.h"

#include "convert/detail.h"

#include <algorithm>

namespace causeway::convert {
namespace {

// By the rules of telemetry::Histogram::fromSparse().
bool isReadable(const v1::Histogram& message) {
    if (message.buckets_size() != message.counts_size())
        return false;
    std::uint64_t all = 0;
    for (int i = 0; i < message.buckets_size(); ++i) {
        const auto bucket = message.buckets(i);
        if (bucket >= telemetry::Histogram::kBuckets || (i > 0 && bucket <= message.buckets(i - 1))
            || all + message.counts(i) < all)
            return false;
        all += message.counts(i);
    }
    return true;
}

bool isReadable(const v1::EdgeSample& message) {
    const v1::EdgeKey& key = message.key();
    return fromProto(key.vantage()) && fromProto(key.protocol()) && fromProto(key.status_class())
           && fromProto(key.tls()) && isReadable(message.latency())
           && std::ranges::all_of(message.legs(), [](const v1::LegHistogram& leg) {
                  return fromProto(leg.leg()) && isReadable(leg.time());
              });
}

} // namespace

Status checkReport(const v1::TelemetryReport& message) {
    // Edges are nearly all of it; the rest is made and dropped.
    const bool isGood =
        std::ranges::all_of(message.edges(), [](const auto& edge) { return isReadable(edge); });
    if (isGood && message.probes().empty() && message.requests().empty()
        && message.connections().empty())
        return fromProto(message.proxy()).map([](const ProxyInstance&) {});
    return fromProto(message).map([](const telemetry::Report&) {});
}

} // namespace causeway::convert
