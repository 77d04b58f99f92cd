// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/row_filter.h"

namespace causeway::app::models {

RowFilter::RowFilter(TableModel* model, QObject* parent)
    : QSortFilterProxyModel(parent), m_model(model) {
    setSourceModel(model);
    setSortRole(ValueRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
}

void RowFilter::setTest(Test test) {
    m_test = std::move(test);
    invalidateFilter();
}

bool RowFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    return !m_test || m_test([&](QStringView name) { return m_model->field(row, name); });
}

bool RowFilter::lessThan(const QModelIndex& a, const QModelIndex& b) const {
    const bool aMeasured = a.data(ValueRole).isValid();
    const bool bMeasured = b.data(ValueRole).isValid();
    if (aMeasured != bMeasured)
        return aMeasured == (sortOrder() == Qt::AscendingOrder);
    return QSortFilterProxyModel::lessThan(a, b);
}

} // namespace causeway::app::models
