// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the values and column keys of a TableModel into words, numbers with units, alignment and
// status colours, so that a plain table view shows, reads out and copies the same text. GUI thread.
#pragma once

#include <QIdentityProxyModel>

namespace causeway::app::pages {

class TableTexts final : public QIdentityProxyModel {
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    // The words for a column key: "rps" is "requests".
    [[nodiscard]] static QString columnTitle(const QString& key);

private:
    [[nodiscard]] QString text(const QModelIndex& index) const;
};

} // namespace causeway::app::pages
