// SPDX-License-Identifier: GPL-3.0-or-later
// The directed matrix as a table model, so that Qt gives keyboard, selection and screen readers the
// cells for free: row is "from", column is "to". Owned by MatrixView; GUI thread.
#pragma once

#include "widgets/painting.h"

#include <QAbstractTableModel>
#include <QList>

#include <vector>

namespace causeway::app::widgets {

struct MatrixCell {
    QString id;
    bool measured = false;
    bool measurable = false; // a button can start measuring
    bool stale = false;
    Figure figure;
    QString change; // with sign and arrow
    theme::Status status = theme::Status::Unknown;
    QList<double> history;
    Figure rate;
    QString loss; // in words; empty: not known
    QString
        outlier; // why it stands out in its row, column or against its way back; empty: it does not
    QString spoken; // the whole cell for a screen reader and the tooltip
    bool operator==(const MatrixCell&) const = default;
};

struct MatrixContent {
    QStringList rows;              // names of "from"
    QStringList columns;           // names of "to"
    std::vector<MatrixCell> cells; // row by row
    QString notMeasured;           // the words of an empty cell
    QString measure;               // the words of its button
};

class MatrixModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setContent(MatrixContent content);
    [[nodiscard]] const MatrixContent& content() const { return m_content; }
    [[nodiscard]] const MatrixCell& cell(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const QString& id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    MatrixContent m_content;
};

} // namespace causeway::app::widgets
