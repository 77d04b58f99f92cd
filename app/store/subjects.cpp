// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/subjects.h"

namespace causeway::app::store {

using namespace domain;
using namespace Qt::StringLiterals;

Subjects::Subjects() {
    (void)group(Selection().id(), kNoSubject);
}

QString Subjects::nameSpaceId(const Ref& ref) {
    return u"namespace:%1@%2"_s.arg(ref.nameSpace, ref.cluster);
}

QString Subjects::pairId(const QString& from, const QString& to) {
    return u"pair:"_s + from + u'>' + to;
}

Subject Subjects::add(bool isEdge, std::size_t at) {
    m_kinds.emplace_back(isEdge, std::uint32_t(at));
    return Subject(m_kinds.size() - 1);
}

Subject Subjects::group(const QString& id, Subject parent) {
    if (const auto known = m_groupIds.constFind(id); known != m_groupIds.cend())
        return *known;
    m_groups.push_back({id, parent});
    const Subject subject = add(false, m_groups.size() - 1);
    m_groupIds.insert(id, subject);
    return subject;
}

Subject Subjects::edge(const EdgeKey& key) {
    if (const auto known = m_edgeIds.constFind(key); known != m_edgeIds.cend())
        return *known;
    const Ref& from = key.source;
    const Ref& to = key.destination;
    const QString fromCluster = Selection(ClusterRef{from.cluster}).id();
    const QString toCluster = Selection(ClusterRef{to.cluster}).id();
    const Subject fleet = group(Selection().id(), kNoSubject);
    const Subject cluster = group(toCluster, fleet);
    const Subject nameSpace = group(nameSpaceId(to), cluster);
    const Subject clusters = group(pairId(fromCluster, toCluster), kNoSubject);
    Edge edge;
    edge.name = std::make_shared<const EdgeName>(EdgeName{key, key.id()});
    edge.groups = {group(Selection(ServiceSelection{to}).id(), nameSpace),
                   group(Selection(WorkloadSelection{from}).id(), kNoSubject),
                   group(pairId(nameSpaceId(from), nameSpaceId(to)), clusters),
                   key.link.isNull() ? kNoSubject
                                     : group(Selection(key.link).id(), kNoSubject)};
    m_edges.push_back(std::move(edge));
    const Subject subject = add(true, m_edges.size() - 1);
    m_edgeIds.insert(key, subject);
    return subject;
}

Subject Subjects::find(const Selection& selection) const {
    if (const auto* edge = selection.as<EdgeKey>())
        return m_edgeIds.value(*edge, kNoSubject);
    return m_groupIds.value(selection.id(), kNoSubject);
}

} // namespace causeway::app::store
