// SPDX-License-Identifier: GPL-3.0-or-later
// TableModel over a vector of one row type. `setRows` keeps every row that is still there at its
// place, removes those that went, appends those that came, and announces only what changed.
#pragma once

#include "models/table_model.h"

#include <QHash>

#include <span>
#include <vector>

namespace causeway::app::models {

template <typename Row> struct Column {
    const char* key;
    Unit unit;
    QVariant (*value)(const Row&);
};

template <typename Row> class RowsModel : public TableModel {
public:
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    [[nodiscard]] QString columnKey(int column) const final {
        return QString::fromLatin1(m_columns[std::size_t(column)].key);
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final;

    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    [[nodiscard]] const Row& row(int row) const { return m_rows[std::size_t(row)]; }
    // The row with this id, or -1.
    [[nodiscard]] int rowOf(const QString& id) const { return m_rowOf.value(id, -1); }

protected:
    RowsModel(std::span<const Column<Row>> columns, QObject* parent)
        : TableModel(parent), m_columns(columns) {}

    // Everything but ValueRole, UnitRole and ColumnKeyRole; must answer IdRole.
    [[nodiscard]] virtual QVariant rowData(const Row& row, int role) const = 0;
    // Ids must be unique; a row whose id came before is left out.
    void setRows(std::vector<Row> rows);
    // For a list whose order is its meaning: everything anew, in this order.
    void resetRows(std::vector<Row> rows);

private:
    void removeGone(const QHash<QString, int>& next);
    void appendNew(std::vector<Row>& rows, const QHash<QString, int>& fresh);
    void reindex();

    std::span<const Column<Row>> m_columns;
    std::vector<Row> m_rows;
    std::vector<QString> m_ids; // by row
    QHash<QString, int> m_rowOf;
};

} // namespace causeway::app::models

#include "models/rows_model.inl"
