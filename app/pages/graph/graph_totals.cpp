// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/graph/graph_totals.h"

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

NodeKey NodeKey::of(const domain::Ref& ref, GraphLevel level) {
    NodeKey key{ref.cluster, {}, {}};
    if (level != GraphLevel::Clusters)
        key.nameSpace = ref.nameSpace;
    if (level == GraphLevel::Services)
        key.service = ref.name;
    return key;
}

NodeKey NodeKey::coarser() const {
    if (!service.isEmpty())
        return {cluster, nameSpace, {}};
    return nameSpace.isEmpty() ? NodeKey() : NodeKey{cluster, {}, {}};
}

QString NodeKey::id() const {
    if (cluster.isEmpty() && nameSpace.isEmpty() && service.isEmpty())
        return {};
    if (!service.isEmpty())
        return domain::Selection(
                   domain::ServiceSelection{domain::ServiceRef{service, nameSpace, cluster}})
            .id();
    if (!nameSpace.isEmpty())
        return u"namespace:%1@%2"_s.arg(nameSpace, cluster);
    return domain::Selection(domain::ClusterRef{cluster}).id();
}

QString NodeKey::name() const {
    return !service.isEmpty() ? service : !nameSpace.isEmpty() ? nameSpace : cluster;
}

void Total::add(const store::EdgeRow& edge, bool isHit) {
    now.mergeEdge(edge.now);
    baseline.mergeEdge(edge.baseline);
    hit = hit || isHit;
    stale = stale && edge.stale;
}

GraphTotals GraphTotals::of(const std::vector<models::EdgeModelRow>& rows,
                            const std::vector<bool>& hits, GraphLevel level) {
    GraphTotals totals;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const store::EdgeRow& edge = rows[i].edge;
        const NodeKey from = NodeKey::of(edge.key.source, level);
        const NodeKey to = NodeKey::of(edge.key.destination, level);
        Total& caller = totals.nodes[from];
        caller.hit = caller.hit || hits[i];
        caller.stale = caller.stale && edge.stale;
        totals.nodes[to].add(edge, hits[i]);
        if (from != to)
            totals.edges[{from, to}].add(edge, hits[i]);
    }
    return totals;
}

} // namespace causeway::app::pages
