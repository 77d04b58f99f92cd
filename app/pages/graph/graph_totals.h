// SPDX-License-Identifier: GPL-3.0-or-later
// The edges of the mesh, summed for a level of detail: cluster, namespace or service. The
// sums are the look's, whose histograms were merged and never averaged, so that the totals are the
// same at every level. Pure.
#pragma once

#include "store/look.h"

#include <map>

namespace causeway::app::pages {

enum class GraphLevel { Clusters, Namespaces, Services };

struct NodeKey {
    QString cluster;
    QString nameSpace; // empty at the level of clusters
    QString service;   // empty above the level of services
    bool operator==(const NodeKey&) const = default;
    friend bool operator<(const NodeKey& a, const NodeKey& b) {
        return std::tie(a.cluster, a.nameSpace, a.service)
               < std::tie(b.cluster, b.nameSpace, b.service);
    }

    [[nodiscard]] static NodeKey of(const domain::Ref& ref, GraphLevel level);
    // The node one level up that it belongs to; of a cluster: none.
    [[nodiscard]] NodeKey coarser() const;
    // Empty for none.
    [[nodiscard]] QString id() const;
    [[nodiscard]] QString name() const;
};

struct GraphTotal {
    store::Total sum;
    bool hit = false;  // at least one of its edges passes the filter
    bool stale = true; // all of its edges are old
    [[nodiscard]] domain::Verdict verdict() const { return domain::judge(sum.now, &sum.baseline); }
};

struct GraphTotals {
    std::map<NodeKey, GraphTotal> nodes; // what each was asked; only callers: nothing
    std::map<std::pair<NodeKey, NodeKey>, GraphTotal> edges;

    // `hits` tells for each edge of the look whether the filter lets it through.
    [[nodiscard]] static GraphTotals of(const store::Look& look, const std::vector<bool>& hits,
                                        GraphLevel level);
};

} // namespace causeway::app::pages
