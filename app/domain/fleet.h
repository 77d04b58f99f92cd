// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet and its clusters, as the fleet file (or a recorded scene) declares them: known before any
// of them has answered. Plain values.
#pragma once

#include <QString>

#include <vector>

namespace causeway::app::domain {

struct Cluster {
    QString name;
    QString cloud; // "aws", "azure", "gcp", or any other word
    QString region;
    bool production = false;
    QString endpoint; // where its control plane is asked, for people to read
    QString version;  // of its control plane; empty until it has answered

    bool operator==(const Cluster&) const = default;
};

struct Fleet {
    QString name;
    QString trustDomain;
    QString location; // the file it was read from
    std::vector<Cluster> clusters;

    [[nodiscard]] const Cluster* cluster(const QString& name) const;
    bool operator==(const Fleet&) const = default;
};

} // namespace causeway::app::domain
