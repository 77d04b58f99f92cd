// SPDX-License-Identifier: GPL-3.0-or-later
// The edges of the mesh over the window of the time cursor: the rows of the graph's table twin.
// Which of them, and in what order, is worked out by EdgesView on any thread; the model only shows
// it. Columns: source, sourceCluster, destination, destinationCluster, protocol, tls, link, health,
// rps, success, p50, p95, p99 (caller's), calleeP50, calleeP95, calleeP99, attempts, arrived, change
// (p95 against its baseline, +0.25 is a quarter slower), coldShare. On the GUI thread.
#pragma once

#include "models/table_model.h"
#include "store/store.h"

#include <functional>

namespace causeway::app::models {

using Squads = QHash<domain::ServiceRef, QString>;
[[nodiscard]] std::shared_ptr<const Squads> squadsOf(const store::Inventory& inventory);

// Edges of a look with the names of their squads. A value that crosses threads.
struct EdgesView {
    std::shared_ptr<const store::Look> look = std::make_shared<const store::Look>();
    std::shared_ptr<const Squads> squads = std::make_shared<const Squads>();
    std::vector<std::size_t> rows; // places in look->edges, in the order to be shown

    // All edges, in the order of the look.
    [[nodiscard]] static EdgesView of(std::shared_ptr<const store::Look> look,
                                      std::shared_ptr<const Squads> squads);
    // The value that the filter language knows by this name, of look->edges[place]: also src.* and
    // dst.*; without a prefix the callee is meant. Invalid when an edge has none.
    [[nodiscard]] QVariant field(std::size_t place, QStringView name) const;
    // Keeps the rows whose place is true in `wanted`.
    void keep(const std::vector<bool>& wanted);
    // What was not measured comes after everything else, whichever way is up.
    void sort(int column, Qt::SortOrder order);
};

class EdgesModel final : public TableModel {
    Q_OBJECT
public:
    explicit EdgesModel(QObject* parent = nullptr);
    // Rows that are in both views keep their selection; an edge that only changed stays in its place.
    void show(EdgesView view);
    // All edges at once, as they are now.
    void refresh(const store::Store& store, const domain::TimeRange& window);

    [[nodiscard]] const EdgesView& view() const { return m_view; }
    [[nodiscard]] int sortColumn() const { return m_sortColumn; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_sortOrder; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QString columnKey(int column) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant field(int row, QStringView name) const override;
    // Only remembers it: see sortWanted().
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    // Whoever makes the views should make one in this order.
    void sortWanted();

private:
    void rearrange(EdgesView view);
    [[nodiscard]] const store::EdgeRow& edge(int row) const;

    EdgesView m_view;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace causeway::app::models
