// SPDX-License-Identifier: Apache-2.0
// The control plane's own /metrics: when every certificate ends, who is connected and has what, what
// happened. Pure; whoever asks gathers the facts.
#pragma once

#include "causeway/v1/admin.pb.h"
#include "control/discovery/presence.h"
#include "control/events.h"
#include "control/history/retention.h"
#include "serve/process_facts.h"

#include <string>
#include <vector>

namespace causeway::control {

struct MetricsFacts {
    std::string cluster;
    std::string replica; // empty: the store is ours alone
    bool isLeader = true;
    std::size_t replicas = 1;           // that live, this one among them
    std::uint64_t objects = 0;          // in force
    std::uint64_t objectsRevision = 0;  // of the store
    std::int64_t countedUntil = 0;      // seconds since 1970 up to which telemetry is published
    HistoryKept kept;                   // of telemetry on disk
    std::vector<v1::Certificate> certificates;
    std::vector<Presence::Proxy> proxies;
    EventLog::Totals events;
    serve::ProcessFacts process;
};
[[nodiscard]] std::string serialize(const MetricsFacts& facts);

} // namespace causeway::control
