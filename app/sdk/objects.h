// SPDX-License-Identifier: GPL-3.0-or-later
// Objects of a cluster as people write them, and changes to them. The YAML is passed on as it is; a
// resource version is opaque: compared, never computed with. Plain values.
#pragma once

#include "base/result.h"

#include <QMetaType>
#include <QString>

#include <vector>

namespace causeway::app::sdk {

struct GroupVersionKind {
    QString group; // empty: the core group
    QString version;
    QString kind;
    bool operator==(const GroupVersionKind&) const = default;
};

struct Object {
    GroupVersionKind type;
    QString nameSpace;
    QString name;
    QString resourceVersion;
    QString yaml;
};

// What is empty matches everything.
struct ObjectQuery {
    QString kind;
    QString nameSpace;
};
struct ObjectsAnswer {
    Result<std::vector<Object>> objects;
};

// A change to a cluster: all of it or nothing. A dry run is judged by the cluster itself.
struct Action {
    QString yaml; // one or several documents
    QString reason;
    bool dryRun = true;
};

struct AppliedObject {
    GroupVersionKind type;
    QString nameSpace;
    QString name;
    QString resourceVersion;
    QString result; // "created", "changed", "unchanged"
};
struct ActionAnswer {
    Result<std::vector<AppliedObject>> applied;
};

} // namespace causeway::app::sdk

Q_DECLARE_METATYPE(causeway::app::sdk::ObjectsAnswer)
Q_DECLARE_METATYPE(causeway::app::sdk::ActionAnswer)
