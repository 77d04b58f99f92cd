// SPDX-License-Identifier: GPL-3.0-or-later
// Definitions of RowsModel's members; included by rows_model.h only.
#pragma once

namespace causeway::app::models {

template <typename Row> QVariant RowsModel<Row>::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Column<Row>& column = m_columns[std::size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case ValueRole:
        return column.value(row(index.row()));
    case UnitRole:
        return QVariant::fromValue(column.unit);
    case ColumnKeyRole:
        return columnKey(index.column());
    default:
        return rowData(row(index.row()), role);
    }
}

template <typename Row> void RowsModel<Row>::setRows(std::vector<Row> rows) {
    QHash<QString, int> next;
    for (std::size_t i = rows.size(); i-- > 0;)
        next.insert(rowData(rows[i], IdRole).toString(), int(i));
    removeGone(next);

    int firstChanged = -1;
    const auto announce = [&](int end) {
        if (firstChanged >= 0)
            Q_EMIT dataChanged(index(firstChanged, 0), index(end - 1, columnCount() - 1));
        firstChanged = -1;
    };
    const int kept = int(m_rows.size());
    for (int i = 0; i < kept; ++i) {
        Row& fresh = rows[std::size_t(next.take(m_ids[std::size_t(i)]))];
        if (fresh == m_rows[std::size_t(i)]) {
            announce(i);
            continue;
        }
        m_rows[std::size_t(i)] = std::move(fresh);
        if (firstChanged < 0)
            firstChanged = i;
    }
    announce(kept);
    appendNew(rows, next);
}

template <typename Row> void RowsModel<Row>::resetRows(std::vector<Row> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    m_ids.clear();
    for (const Row& row : m_rows)
        m_ids.push_back(rowData(row, IdRole).toString());
    reindex();
    endResetModel();
}

// Keeps in `m_rows` only what `next` still names.
template <typename Row> void RowsModel<Row>::removeGone(const QHash<QString, int>& next) {
    for (int last = int(m_rows.size()) - 1; last >= 0; --last) {
        if (next.contains(m_ids[std::size_t(last)]))
            continue;
        int first = last;
        while (first > 0 && !next.contains(m_ids[std::size_t(first - 1)]))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        m_ids.erase(m_ids.begin() + first, m_ids.begin() + last + 1);
        reindex();
        endRemoveRows();
        last = first;
    }
}

// Appends the rows whose ids are still in `fresh`, in their order.
template <typename Row>
void RowsModel<Row>::appendNew(std::vector<Row>& rows, const QHash<QString, int>& fresh) {
    if (fresh.isEmpty())
        return;
    const int at = int(m_rows.size());
    beginInsertRows({}, at, at + int(fresh.size()) - 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const QString id = rowData(rows[i], IdRole).toString();
        if (fresh.value(id, -1) != int(i))
            continue;
        m_rows.push_back(std::move(rows[i]));
        m_ids.push_back(id);
    }
    reindex();
    endInsertRows();
}

template <typename Row> void RowsModel<Row>::reindex() {
    m_rowOf.clear();
    for (std::size_t i = 0; i < m_ids.size(); ++i)
        m_rowOf.insert(m_ids[i], int(i));
}

} // namespace causeway::app::models
