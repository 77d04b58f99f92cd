// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/mesh_core/mesh_core_source.h"

#include "connectors/mesh_core/basic_values.h"
#include "connectors/mesh_core/edge_values.h"
#include "connectors/mesh_core/inventory_values.h"

#include <algorithm>
#include <iterator>

namespace causeway::app::mesh_core {

namespace {

constexpr std::chrono::seconds kBacklog = std::chrono::minutes(15);

// "viewer" of "spiffe://talk.mesh/user/console/role/viewer"
QString roleOf(const std::string& identity) {
    const QString text = toText(identity);
    const QString mark = QStringLiteral("/role/");
    const auto at = text.lastIndexOf(mark);
    return at < 0 ? QString() : text.sliced(at + mark.size());
}

template <typename To, typename From, typename Convert>
Result<std::vector<To>> converted(const Result<std::vector<From>>& from, Convert convert) {
    if (!from)
        return tl::unexpected(from.error());
    std::vector<To> values;
    std::ranges::transform(*from, std::back_inserter(values), convert);
    return values;
}

} // namespace

MeshCoreSource::MeshCoreSource(const client::FleetFile& fleet, const client::FleetCluster& cluster,
                               const client::Credentials& credentials)
    : m_cluster(toText(cluster.name)), m_role(roleOf(credentials.identity)),
      m_client(fleet, cluster, credentials) {
    m_queries.setMaxThreadCount(2);
}

MeshCoreSource::~MeshCoreSource() {
    stop();
}

template <typename Update> client::WatchHandlers<Update> MeshCoreSource::handlers() {
    return {[this](const Update& update) { tell(update); },
            [this](const Error& reason, Duration retryIn) {
                Q_EMIT lost({reason.kind(),
                             toText(reason.describe()),
                             {},
                             std::chrono::ceil<domain::Milliseconds>(retryIn)});
            }};
}

void MeshCoreSource::start() {
    Q_EMIT roleKnown(m_role);
    m_inventory = m_client.watchInventory(handlers<client::InventoryUpdate>());
    m_edges = m_client.watchEdges(kBacklog, handlers<client::EdgeTick>());
}

void MeshCoreSource::stop() {
    m_inventory.reset();
    m_edges.reset();
    m_queries.clear();
    m_queries.waitForDone(); // each query has its deadline
}

void MeshCoreSource::retryNow() {
    for (const auto* watch : {&m_inventory, &m_edges})
        if (*watch)
            (*watch)->retryNow();
}

void MeshCoreSource::tell(const client::InventoryUpdate& update) {
    const sdk::Updates updates = toUpdates(update, m_cluster);
    if (!updates.empty())
        Q_EMIT updated(updates);
}

void MeshCoreSource::tell(const client::EdgeTick& tick) {
    sdk::Updates updates;
    updates.ticks.push_back(toTick(tick));
    Q_EMIT updated(updates);
}

void MeshCoreSource::queryRange(sdk::RequestId id, const sdk::RangeQuery& query) {
    m_queries.start([this, id, query] {
        const auto points =
            m_client.edgeSeries(selectorOf(query.selection),
                                {toWallTime(query.range.begin), toWallTime(query.range.end),
                                 std::chrono::ceil<std::chrono::seconds>(query.step)});
        if (points)
            Q_EMIT rangeAnswered(id, {toSeries(query, *points)});
        else
            Q_EMIT rangeAnswered(id, {tl::unexpected(points.error())});
    });
}

void MeshCoreSource::listObjects(sdk::RequestId id, const sdk::ObjectQuery& query) {
    m_queries.start([this, id, query] {
        const auto objects =
            m_client.objects(query.kind.toStdString(), query.nameSpace.toStdString());
        Q_EMIT objectsAnswered(id, {converted<sdk::Object>(objects, toObject)});
    });
}

void MeshCoreSource::apply(sdk::RequestId id, const sdk::Action& action) {
    m_queries.start([this, id, action] {
        const auto applied =
            m_client.apply({action.yaml.toStdString(), action.reason.toStdString(), action.dryRun});
        Q_EMIT actionFinished(id, {converted<sdk::AppliedObject>(applied, toAppliedObject)});
    });
}

} // namespace causeway::app::mesh_core
