// SPDX-License-Identifier: GPL-3.0-or-later
// The traffic of a scene: every request is drawn on its own, its legs add up to what its caller
// saw, and both ends count it. The same on every machine. Pure.
#pragma once

#include <QJsonObject>
#include <QString>

#include <vector>

namespace scenes {

// How long a scene is, and what goes wrong during its last ticks.
struct Plot {
    int ticks = 90; // 15 minutes of 10 s
    int troubledTicks = 0;
    const char* failingService = "";
    double failureRate = 0;
    const char* slowLink = "";
    double extraMs = 0;
};

// "ledger.bank@aws" has cluster "aws" and short name "ledger.bank".
inline QString clusterOf(const QString& name) {
    return name.section(u'@', 1);
}
inline QString shortName(const QString& name) {
    return name.section(u'@', 0, 0);
}

// An edge with its points, as the clusters at its two ends tell it.
struct EdgeJson {
    QString callerCluster;
    QString calleeCluster;
    QJsonObject caller;
    QJsonObject callee;
};

[[nodiscard]] std::vector<EdgeJson> makeEdges(const Plot& plot);

} // namespace scenes
