// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts a TableModel by value and lets through only the rows that a test on their fields accepts:
// the seam where a page binds the filter language to any table. On the GUI thread.
#pragma once

#include "models/table_model.h"

#include <QSortFilterProxyModel>

#include <functional>

namespace causeway::app::models {

class RowFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    // Looks up a field of the row at hand, see TableModel::field().
    using Lookup = std::function<QVariant(QStringView)>;
    using Test = std::function<bool(const Lookup&)>;

    explicit RowFilter(TableModel* model, QObject* parent = nullptr);
    // Null accepts every row.
    void setTest(Test test);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    // What was not measured comes after everything else, whichever way is up.
    [[nodiscard]] bool lessThan(const QModelIndex& a, const QModelIndex& b) const override;

private:
    TableModel* m_model;
    Test m_test;
};

} // namespace causeway::app::models
