// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table_model.h"

namespace causeway::app::models {

int TableModel::columnOf(QStringView key) const {
    for (int column = 0; column < columnCount(); ++column)
        if (columnKey(column) == key)
            return column;
    return -1;
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const bool known = orientation == Qt::Horizontal && section >= 0 && section < columnCount();
    if (known && (role == ColumnKeyRole || role == Qt::DisplayRole))
        return columnKey(section);
    return {};
}

QVariant TableModel::field(int row, QStringView name) const {
    if (name == u"text")
        return index(row, 0).data(SearchRole);
    const int column = columnOf(name);
    return column < 0 ? QVariant() : index(row, column).data(ValueRole);
}

QHash<int, QByteArray> TableModel::roleNames() const {
    auto names = QAbstractTableModel::roleNames();
    names.insert({{ValueRole, "value"},
                  {UnitRole, "unit"},
                  {ColumnKeyRole, "columnKey"},
                  {IdRole, "id"},
                  {SelectionRole, "selection"},
                  {HealthRole, "health"},
                  {VerdictRole, "verdict"},
                  {ClusterRole, "cluster"},
                  {StaleRole, "stale"},
                  {SearchRole, "search"}});
    return names;
}

} // namespace causeway::app::models
