// SPDX-License-Identifier: Apache-2.0
#include "cli/link_baseline.h"

namespace causeway::cli {
namespace {

using client::ClusterClient;
using link::BaselineSample;
using std::chrono::minutes;

constexpr minutes kStep{5};
constexpr std::chrono::hours kDriftOver{72};
constexpr minutes kDriftStep{15};

client::EdgeSelector callersOf(const std::string& link) {
    client::EdgeSelector select;
    select.vantage = telemetry::Vantage::Caller;
    select.link = link;
    return select;
}

BaselineSample sampleOf(WallTime end, const telemetry::Histogram& times) {
    return {end, times.empty() ? 0 : double(times.sumUs()) / double(times.count()) / 1000,
            times.count()};
}

} // namespace

Result<LinkBaselines> askBaselines(const ClusterClient& client, const std::string& link,
                                   WallTime now) {
    std::array<std::vector<BaselineSample>, telemetry::kLegs.size()> legs;
    std::vector<BaselineSample> whole;
    for (const link::Hour& hour : link::sameHoursBefore(now)) {
        CAUSEWAY_TRY(const auto points,
                     client.edgeSeries(callersOf(link), {hour.start, hour.end, kStep}));
        for (const auto& point : points) {
            whole.push_back(sampleOf(point.end, point.sum.latency));
            for (std::size_t i = 0; i < legs.size(); ++i)
                legs[i].push_back(sampleOf(point.end, point.sum.legs[i]));
        }
    }
    LinkBaselines baselines;
    baselines.whole = link::baselineOf(whole, now);
    for (std::size_t i = 0; i < legs.size(); ++i)
        baselines.legs[i] = link::baselineOf(legs[i], now);
    return baselines;
}

Result<std::optional<link::Drift>> askDrift(const ClusterClient& client, const std::string& link,
                                            WallTime now) {
    CAUSEWAY_TRY(const auto points,
                 client.edgeSeries(callersOf(link), {now - kDriftOver, now, kDriftStep}));
    std::vector<BaselineSample> series;
    for (const auto& point : points)
        series.push_back(sampleOf(point.end, point.sum.latency));
    return link::driftIn(series);
}

} // namespace causeway::cli
