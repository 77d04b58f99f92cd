// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/matrix_model.h"

namespace causeway::app::widgets {

void MatrixModel::setContent(MatrixContent content) {
    if (content.rows != m_content.rows || content.columns != m_content.columns) {
        beginResetModel();
        m_content = std::move(content);
        endResetModel();
        return;
    }
    const std::vector<MatrixCell> before = std::exchange(m_content, std::move(content)).cells;
    for (std::size_t i = 0; i < m_content.cells.size(); ++i) {
        if (m_content.cells[i] == before[i])
            continue;
        const QModelIndex changed = index(int(i) / columnCount(), int(i) % columnCount());
        Q_EMIT dataChanged(changed, changed);
    }
}

const MatrixCell& MatrixModel::cell(const QModelIndex& index) const {
    return m_content
        .cells[std::size_t(index.row()) * std::size_t(columnCount()) + std::size_t(index.column())];
}

QModelIndex MatrixModel::indexOf(const QString& id) const {
    for (std::size_t i = 0; i < m_content.cells.size(); ++i)
        if (m_content.cells[i].id == id)
            return index(int(i) / columnCount(), int(i) % columnCount());
    return {};
}

int MatrixModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_content.rows.size());
}

int MatrixModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_content.columns.size());
}

QVariant MatrixModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return cell(index).measured ? cell(index).figure.text() : m_content.notMeasured;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return cell(index).spoken;
    default:
        return {};
    }
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole)
        return {};
    return (orientation == Qt::Horizontal ? m_content.columns : m_content.rows).value(section);
}

} // namespace causeway::app::widgets
