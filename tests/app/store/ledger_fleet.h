// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet as large as one likes, second by second: 40 clusters, each edge told by both its ends.
#pragma once

#include "sdk/updates.h"

#include <QString>

namespace causeway::app {

inline constexpr int kLedgerClusters = 40;

inline QString clusterName(int cluster) {
    return QStringLiteral("cluster-%1").arg(cluster);
}

// A second of one cluster; every `every`th of its edges speaks.
inline sdk::EdgeTick tickOf(int cluster, int edges, int second, int every = 1) {
    sdk::EdgeTick tick;
    tick.end = domain::instantOf(1'772'632'800'000 + second * 1000LL);
    tick.duration = std::chrono::seconds(1);
    tick.proxiesReporting = tick.proxiesExpected = 160;
    const QString name = clusterName(cluster);
    for (int i = cluster; i < edges; i += kLedgerClusters) {
        if ((i / kLedgerClusters + second) % every != 0)
            continue;
        sdk::EdgeSample sample;
        sample.key.source = {QStringLiteral("caller-%1").arg(i / 30), QStringLiteral("bank"), name};
        sample.key.destination = {QStringLiteral("service-%1").arg(i % 2000),
                                  QStringLiteral("bank"), name};
        if (i % 5 == 0) {
            sample.key.destination.cluster = clusterName((cluster + 1) % kLedgerClusters);
            sample.key.link = {name, sample.key.destination.cluster};
        }
        for (const sdk::Side side : {sdk::Side::Caller, sdk::Side::Callee}) {
            sample.side = side;
            sample.counted = {};
            sample.counted.requests = sample.counted.attempts = 8;
            sample.counted.failures = std::uint64_t(i + second) % 97 == 0 ? 1 : 0;
            for (int request = 0; request < 8; ++request)
                sample.counted.latency.record(
                    std::uint64_t(3000 + (i * 31 + request * 977 + second * 13) % 9000));
            tick.samples.push_back(sample);
        }
    }
    return tick;
}

} // namespace causeway::app
