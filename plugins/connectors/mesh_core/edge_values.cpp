// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/mesh_core/edge_values.h"

#include "base/workload_identity.h"
#include "connectors/mesh_core/basic_values.h"

#include <map>

namespace causeway::app::mesh_core {

namespace {

using telemetry::Vantage;

domain::Tls toTls(telemetry::TlsState tls) {
    switch (tls) {
    case telemetry::TlsState::Mutual:
        return domain::Tls::Mutual;
    case telemetry::TlsState::None:
        return domain::Tls::None;
    case telemetry::TlsState::Local:
        return domain::Tls::Local;
    }
    return domain::Tls::Unknown;
}

// The caller as its identity names it, for that is known at both ends alike; a caller without one
// has only the name that it gave itself.
domain::WorkloadRef sourceOf(const telemetry::EdgeLabels& labels) {
    if (const auto identity = WorkloadIdentity::parse(labels.key.sourceIdentity))
        return {toText(identity->account), toText(identity->namespace_), toText(identity->cluster)};
    return domain::Ref::parse(toText(labels.sourceWorkload));
}

domain::EdgeKey toKey(const telemetry::EdgeLabels& labels) {
    domain::EdgeKey key;
    key.source = sourceOf(labels);
    key.destination = domain::Ref::parse(toText(labels.key.destinationService));
    key.destination.cluster = toText(labels.key.destinationCluster);
    key.protocol = toProtocol(labels.key.protocol);
    key.tls = toTls(labels.key.tls);
    key.link = domain::LinkRef::parse(toText(labels.key.link));
    return key;
}

// Over a link the connection that matters is the one between the clusters, which the egress gateway
// opens: the caller's own, to that gateway, is nearly always warm and says nothing.
void takeConnections(domain::SideStats& caller, const telemetry::EdgeCounters& egress) {
    caller.connectionsOpened += egress.connectionsOpened;
    caller.requestsReused += egress.requestsReused;
}

} // namespace

sdk::EdgeTick toTick(const client::EdgeTick& tick) {
    std::map<std::pair<domain::EdgeKey, sdk::Side>, domain::SideStats> sums;
    for (const telemetry::EdgeSample& sample : tick.edges) {
        const Vantage vantage = sample.labels.key.vantage;
        const domain::EdgeKey key = toKey(sample.labels);
        if (vantage == Vantage::Egress) {
            takeConnections(sums[{key, sdk::Side::Caller}], sample.counters);
        } else if (vantage == Vantage::Callee) {
            sums[{key, sdk::Side::Callee}].merge(sample.counters);
        } else if (vantage == Vantage::Caller) {
            telemetry::EdgeCounters counted = sample.counters;
            if (!key.link.isNull())
                counted.connectionsOpened = counted.requestsReused = 0;
            sums[{key, sdk::Side::Caller}].merge(counted);
        }
    }
    sdk::EdgeTick result{toInstant(tick.end),
                         tick.duration,
                         {},
                         int(tick.proxiesReporting),
                         int(tick.proxiesExpected),
                         {tick.probes.begin(), tick.probes.end()},
                         {tick.connections.begin(), tick.connections.end()}};
    for (auto& [edge, counted] : sums)
        result.samples.push_back({edge.first, edge.second, std::move(counted)});
    return result;
}

client::EdgeSelector selectorOf(const domain::Selection& selection) {
    client::EdgeSelector select;
    select.vantage = Vantage::Callee;
    if (const auto* service = selection.as<domain::ServiceSelection>()) {
        select.destinationService = service->ref.shortName().toStdString();
        select.destinationCluster = service->ref.cluster.toStdString();
    } else if (const auto* cluster = selection.as<domain::ClusterRef>()) {
        select.destinationCluster = cluster->name.toStdString();
    } else if (const auto* workload = selection.as<domain::WorkloadSelection>()) {
        select.vantage = Vantage::Caller;
        select.sourceWorkload = workload->ref.name.toStdString();
    } else if (const auto* link = selection.as<domain::LinkRef>()) {
        select.vantage = Vantage::Caller;
        select.link = link->name().toStdString();
    } else if (const auto* edge = selection.as<domain::EdgeKey>()) {
        select.vantage = Vantage::Caller;
        select.sourceWorkload = edge->source.name.toStdString();
        select.destinationService = edge->destination.shortName().toStdString();
        select.destinationCluster = edge->destination.cluster.toStdString();
        select.link = edge->link.name().toStdString();
    }
    return select;
}

domain::MetricsSeries toSeries(const sdk::RangeQuery& query,
                               const std::vector<client::SeriesPoint>& points) {
    const bool atCaller = selectorOf(query.selection).vantage == Vantage::Caller;
    domain::MetricsSeries series{query.range, query.step, {}};
    for (const client::SeriesPoint& point : points) {
        domain::EdgeStats sum;
        sum.covered = point.covered;
        (atCaller ? sum.caller : sum.callee) = point.sum;
        series.points.push_back({toInstant(point.end),
                                 std::make_shared<const domain::EdgeStats>(std::move(sum))});
    }
    return series;
}

} // namespace causeway::app::mesh_core
