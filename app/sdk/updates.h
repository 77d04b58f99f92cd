// SPDX-License-Identifier: GPL-3.0-or-later
// What a connector tells about one cluster: a snapshot replaces everything known of the cluster, a
// change adds to it, an edge tick brings numbers of a span of time. Plain values that cross
// threads.
#pragma once

#include "domain/edge_stats.h"
#include "domain/event.h"
#include "domain/fleet.h"
#include "domain/inventory.h"
#include "domain/probe.h"

#include <QList>

#include <optional>
#include <variant>
#include <vector>

namespace causeway::app::sdk {

// Where the counting was done. A connector that knows only one side sends only that one.
enum class Side { Caller, Callee };

// What one side counted on one edge.
struct EdgeSample {
    domain::EdgeKey key;
    Side side = Side::Caller;
    domain::SideStats counted;
};

struct EdgeTick {
    domain::Instant end{};
    domain::Milliseconds duration{0}; // the samples are all that happened in (end - duration, end]
    QList<EdgeSample> samples; // shared, not copied, on the way from worker to worker
    int proxiesReporting = 0;
    int proxiesExpected = 0;
    QList<domain::ProbeSample> probes; // what the cluster's gateways sent over its links
    QList<domain::ConnectionSample> connections; // of its proxies
};

struct Snapshot {
    domain::Cluster cluster;
    std::vector<domain::Service> services;
    std::vector<domain::Proxy> proxies;
    std::vector<domain::Certificate> certificates;
    std::vector<domain::Link> links;
    std::vector<domain::Event> events;
};

enum class RemovedKind { Service, Proxy, Certificate, Link };
struct Removed {
    RemovedKind kind = RemovedKind::Service;
    QString name; // "ledger.bank", instance, serial, "aws:gcp"
};

using Change = std::variant<domain::Service, domain::Proxy, domain::Certificate, domain::Link,
                            domain::Event, Removed>;

// In this order: the snapshot if there is one, then the changes, then the ticks.
struct Updates {
    std::optional<Snapshot> snapshot;
    std::vector<Change> changes;
    std::vector<EdgeTick> ticks; // ascending

    [[nodiscard]] bool empty() const { return !snapshot && changes.empty() && ticks.empty(); }
    // Adds what came later.
    void append(Updates&& later);
};

} // namespace causeway::app::sdk

Q_DECLARE_METATYPE(causeway::app::sdk::Updates)
