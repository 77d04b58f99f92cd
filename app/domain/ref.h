// SPDX-License-Identifier: GPL-3.0-or-later
// Names of things in the mesh: a service or workload by (name, namespace, cluster), and a directed
// link by (from, to). Plain, ordered, hashable values.
#pragma once

#include <QHashFunctions>
#include <QString>

#include <tuple>

namespace causeway::app::domain {

struct Ref {
    QString name;
    QString nameSpace;
    QString cluster;

    // "ledger.bank"; the bare name when the namespace is not known.
    [[nodiscard]] QString shortName() const {
        return nameSpace.isEmpty() ? name : name + u'.' + nameSpace;
    }
    // "ledger.bank@aws"
    [[nodiscard]] QString qualifiedName() const { return shortName() + u'@' + cluster; }
    // The reverse of qualifiedName(); what is missing stays empty.
    [[nodiscard]] static Ref parse(QStringView qualifiedName);

    bool operator==(const Ref&) const = default;
    friend bool operator<(const Ref& a, const Ref& b) {
        return std::tie(a.cluster, a.nameSpace, a.name) < std::tie(b.cluster, b.nameSpace, b.name);
    }
};
inline std::size_t qHash(const Ref& ref, std::size_t seed = 0) {
    return qHashMulti(seed, ref.name, ref.nameSpace, ref.cluster);
}

using ServiceRef = Ref;
using WorkloadRef = Ref;

struct LinkRef {
    QString from; // cluster
    QString to;

    [[nodiscard]] bool isNull() const { return from.isEmpty(); }
    // "aws:gcp", as on the wire and on the command line.
    [[nodiscard]] QString name() const { return isNull() ? QString() : from + u':' + to; }
    [[nodiscard]] static LinkRef parse(QStringView name);
    [[nodiscard]] LinkRef reversed() const { return {to, from}; }

    bool operator==(const LinkRef&) const = default;
    friend bool operator<(const LinkRef& a, const LinkRef& b) {
        return std::tie(a.from, a.to) < std::tie(b.from, b.to);
    }
};
inline std::size_t qHash(const LinkRef& link, std::size_t seed = 0) {
    return qHashMulti(seed, link.from, link.to);
}

} // namespace causeway::app::domain
