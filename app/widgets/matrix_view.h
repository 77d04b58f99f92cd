// SPDX-License-Identifier: GPL-3.0-or-later
// The directed matrix of links: figure, change in its status colour, sparkline, loss and rate; "not
// measured" is a cell of its own; outliers carry a mark. GUI thread; the presenter fills it.
#pragma once

#include "widgets/matrix_model.h"

#include <QTableView>

namespace causeway::app::widgets {

class MatrixView final : public QTableView {
    Q_OBJECT
public:
    explicit MatrixView(QWidget* parent = nullptr);
    void setContent(const MatrixContent& content);
    void setCurrentCell(const QString& id); // emits nothing
    [[nodiscard]] const MatrixModel& matrix() const { return *m_model; }
    // Tall enough for every row: the page scrolls, the matrix does not.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cellSelected(const QString& id);
    void cellOpened(const QString& id);
    void measureRequested(const QString& id);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    MatrixModel* m_model;
    bool m_quiet = false; // while the selection is set from outside
};

} // namespace causeway::app::widgets
