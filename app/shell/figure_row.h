// SPDX-License-Identifier: GPL-3.0-or-later
// One line of the inspector: a label at the left, a figure at the right, its unit in the caption
// colour. GUI thread.
#pragma once

#include "widgets/painting.h"

#include <QWidget>

namespace causeway::app::shell {

class FigureRow final : public QWidget {
    Q_OBJECT
public:
    FigureRow(QString label, widgets::Figure figure, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_label;
    widgets::Figure m_figure;
};

} // namespace causeway::app::shell
