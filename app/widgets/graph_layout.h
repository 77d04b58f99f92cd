// SPDX-License-Identifier: GPL-3.0-or-later
// Places the nodes of a call graph: callers left of callees, nodes of a cluster together in a
// frame, crossings reduced. Pure and deterministic: the same names give the same picture on every
// machine, and numbers never move anything.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <map>
#include <utility>
#include <vector>

namespace causeway::app::widgets {

struct GraphLayout {
    struct Node {
        QString id;
        QString group; // cluster; empty: no frame
    };
    using Edge = std::pair<QString, QString>; // caller, callee

    std::map<QString, QRectF> nodes;  // by id
    std::map<QString, QRectF> groups; // frames by group

    [[nodiscard]] static GraphLayout of(std::vector<Node> nodes, const std::vector<Edge>& edges,
                                        const QSizeF& plate);
    [[nodiscard]] QRectF bounds() const;
};

} // namespace causeway::app::widgets
