// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to see of a window: every edge, and the totals of whatever can be selected. Made on
// a worker, never changes once made, shared by all who look.
#pragma once

#include "domain/health.h"
#include "domain/selection.h"
#include "store/subjects.h"

#include <QHash>

#include <memory>
#include <vector>

namespace causeway::app::store {

// One edge over a window.
struct EdgeRow {
    std::shared_ptr<const EdgeName> name; // never null
    domain::EdgeFigures now;
    domain::EdgeFigures baseline; // the same edge in the quarter of an hour before the window
    domain::Verdict verdict;
    bool stale = false; // its newest data is older than the window's end should have

    [[nodiscard]] const domain::EdgeKey& key() const { return name->key; }
    [[nodiscard]] const QString& id() const { return name->id; }
    // The cluster whose word it is.
    [[nodiscard]] const QString& reporter() const {
        return now.caller ? key().source.cluster : key().destination.cluster;
    }
};

// Several edges as one: histograms merged, never averaged.
struct Total {
    domain::EdgeFigures now;
    domain::EdgeFigures baseline;
    bool stale = false; // all that was told of it is old
    bool operator==(const Total&) const = default;
};

struct Look {
    domain::TimeRange window;
    std::uint64_t number = 0; // of the looks that one ledger made
    std::uint64_t shape = 0; // as long as it is the same, the edges are the same in the same places
    std::vector<EdgeRow> edges;
    std::vector<std::size_t> changed; // of the edges, since the look before; all: another shape
    QHash<QString, Total> totals;     // by the ids of Subjects' groups
    std::vector<domain::LinkRef> links; // that something crossed
    std::shared_ptr<const QHash<domain::EdgeKey, std::size_t>> places; // of edges

    // Of nothing: a total that nobody measured.
    [[nodiscard]] Total total(const domain::Selection& selection) const;
    // The calls from one group to another, by the ids of namespaces or clusters.
    [[nodiscard]] Total calls(const QString& from, const QString& to) const {
        return totals.value(Subjects::pairId(from, to));
    }
    [[nodiscard]] const EdgeRow* edge(const domain::EdgeKey& key) const;
};

} // namespace causeway::app::store
