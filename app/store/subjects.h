// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers for everything that has a sum of its own: every edge, and the groups that it belongs to
// (its callee's service, namespace and cluster, the fleet, its caller, its link, its pair of
// namespaces and of clusters). An edge is looked up once; its groups follow by number. One thread.
#pragma once

#include "domain/selection.h"

#include <QHash>

#include <array>
#include <memory>
#include <vector>

namespace causeway::app::store {

using Subject = std::uint32_t;
inline constexpr Subject kNoSubject = 0xffffffff;

// An edge's name, made once and shared by all that speak of it.
struct EdgeName {
    domain::EdgeKey key;
    QString id;
};

class Subjects {
public:
    // Each group adds up to its own parent: service → namespace → cluster → fleet.
    struct Group {
        QString id;
        Subject parent = kNoSubject;
    };
    struct Edge {
        std::shared_ptr<const EdgeName> name;
        // What it adds to itself: service, caller, pair of namespaces, link or kNoSubject.
        std::array<Subject, 4> groups{};
    };

    Subjects();
    // A new edge and its groups get their numbers.
    [[nodiscard]] Subject edge(const domain::EdgeKey& key);
    [[nodiscard]] std::size_t size() const { return m_kinds.size(); }
    [[nodiscard]] bool isEdge(Subject subject) const { return m_kinds[subject].first; }
    // Of a subject that is one.
    [[nodiscard]] const Edge& edge(Subject subject) const {
        return m_edges[m_kinds[subject].second];
    }
    [[nodiscard]] const Group& group(Subject subject) const {
        return m_groups[m_kinds[subject].second];
    }
    // kNoSubject: nothing was ever counted of it.
    [[nodiscard]] Subject find(const domain::Selection& selection) const;
    [[nodiscard]] Subject find(const QString& groupId) const {
        return m_groupIds.value(groupId, kNoSubject);
    }

    // The ids of groups that are no selection: "namespace:bank@aws", "pair:bank@aws>bank@gcp".
    [[nodiscard]] static QString nameSpaceId(const domain::Ref& ref);
    [[nodiscard]] static QString pairId(const QString& from, const QString& to);

private:
    [[nodiscard]] Subject group(const QString& id, Subject parent);
    [[nodiscard]] Subject add(bool isEdge, std::size_t at);

    std::vector<std::pair<bool, std::uint32_t>> m_kinds; // by subject: is it an edge, and which
    std::vector<Edge> m_edges;
    std::vector<Group> m_groups;
    QHash<domain::EdgeKey, Subject> m_edgeIds;
    QHash<QString, Subject> m_groupIds;
};

} // namespace causeway::app::store
