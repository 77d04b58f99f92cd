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

GraphTotals GraphTotals::of(const store::Look& look, const std::vector<bool>& hits,
                            GraphLevel level) {
    GraphTotals totals;
    for (std::size_t i = 0; i < look.edges.size(); ++i) {
        const store::EdgeRow& edge = look.edges[i];
        const NodeKey from = NodeKey::of(edge.key().source, level);
        const NodeKey to = NodeKey::of(edge.key().destination, level);
        const auto note = [&](GraphTotal& total) {
            total.hit = total.hit || hits[i];
            total.stale = total.stale && edge.stale;
        };
        note(totals.nodes[from]);
        note(totals.nodes[to]);
        if (from == to)
            continue;
        const auto [between, isNew] = totals.edges.try_emplace({from, to});
        note(between->second);
        if (isNew)
            between->second.sum = {edge.now, edge.baseline, edge.stale};
    }
    for (auto& [key, total] : totals.nodes)
        total.sum = look.totals.value(key.id());
    // One edge of the mesh was taken as it is; several have a sum of their own.
    for (auto& [ends, total] : totals.edges)
        if (const auto sum =
                look.totals.constFind(store::Subjects::pairId(ends.first.id(), ends.second.id()));
            sum != look.totals.cend())
            total.sum = *sum;
    return totals;
}

} // namespace causeway::app::pages
