// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected, shared by every page: nothing (the fleet), or one thing of the mesh. Plain
// value.
#pragma once

#include "domain/edge.h"

#include <QMetaType>

#include <variant>

namespace causeway::app::domain {

struct ClusterRef {
    QString name;
    bool operator==(const ClusterRef&) const = default;
};
// Refs of services and workloads are one type; what is meant must stand in the selection.
struct ServiceSelection {
    ServiceRef ref;
    bool operator==(const ServiceSelection&) const = default;
};
struct WorkloadSelection {
    WorkloadRef ref;
    bool operator==(const WorkloadSelection&) const = default;
};

class Selection {
public:
    Selection() = default; // the whole fleet
    Selection(ClusterRef what) : m_what(std::move(what)) {}
    Selection(ServiceSelection what) : m_what(std::move(what)) {}
    Selection(WorkloadSelection what) : m_what(std::move(what)) {}
    Selection(LinkRef what) : m_what(std::move(what)) {}
    Selection(EdgeKey what) : m_what(std::move(what)) {}

    [[nodiscard]] bool isFleet() const { return m_what.index() == 0; }
    // The thing selected if it is a T; null otherwise.
    template <typename T> [[nodiscard]] const T* as() const { return std::get_if<T>(&m_what); }
    template <typename Visitor> decltype(auto) visit(Visitor&& visitor) const {
        return std::visit(std::forward<Visitor>(visitor), m_what);
    }
    // Does what is counted on `edge` belong to the selection? A cluster and a service have what
    // they are asked (so that totals stay exact), a workload what it asks.
    [[nodiscard]] bool covers(const EdgeKey& edge) const;
    // "cluster:aws", "service:ledger.bank@aws", "link:aws:gcp": for history, session and tests.
    [[nodiscard]] QString id() const;
    // The reverse for fleet, cluster, service, workload and link; an edge is not restored.
    [[nodiscard]] static Selection parse(QStringView id);

    bool operator==(const Selection&) const = default;

private:
    std::variant<std::monostate, ClusterRef, ServiceSelection, WorkloadSelection, LinkRef, EdgeKey>
        m_what;
};

} // namespace causeway::app::domain

Q_DECLARE_METATYPE(causeway::app::domain::Selection)
