// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/selection.h"

namespace causeway::app::domain {

namespace {

template <typename... Cases> struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases> Overloaded(Cases...) -> Overloaded<Cases...>;

} // namespace

bool Selection::covers(const EdgeKey& edge) const {
    return visit(Overloaded{
        [](std::monostate) { return true; },
        [&](const ClusterRef& it) { return edge.destination.cluster == it.name; },
        [&](const ServiceSelection& it) { return edge.destination == it.ref; },
        [&](const WorkloadSelection& it) { return edge.source == it.ref; },
        [&](const LinkRef& it) { return edge.link == it; },
        [&](const EdgeKey& it) { return edge == it; },
    });
}

QString Selection::id() const {
    return visit(Overloaded{
        [](std::monostate) { return QStringLiteral("fleet"); },
        [](const ClusterRef& it) { return QLatin1String("cluster:") + it.name; },
        [](const ServiceSelection& it) {
            return QLatin1String("service:") + it.ref.qualifiedName();
        },
        [](const WorkloadSelection& it) {
            return QLatin1String("workload:") + it.ref.qualifiedName();
        },
        [](const LinkRef& it) { return QLatin1String("link:") + it.name(); },
        [](const EdgeKey& it) { return QLatin1String("edge:") + it.id(); },
    });
}

Selection Selection::parse(QStringView id) {
    const auto colon = id.indexOf(u':');
    if (colon < 0)
        return {};
    const QStringView kind = id.first(colon);
    const QStringView rest = id.sliced(colon + 1);
    if (kind == u"cluster")
        return ClusterRef{rest.toString()};
    if (kind == u"service")
        return ServiceSelection{Ref::parse(rest)};
    if (kind == u"workload")
        return WorkloadSelection{Ref::parse(rest)};
    if (kind == u"link")
        return LinkRef::parse(rest);
    return {};
}

} // namespace causeway::app::domain
