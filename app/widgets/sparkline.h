// SPDX-License-Identifier: GPL-3.0-or-later
// A small line without axes: where a number came from. NaN is a gap and is shown as one. GUI
// thread.
#pragma once

#include "theme/tokens.h"

#include <QList>
#include <QWidget>

namespace causeway::app::widgets {

// Scaled to its own values with room around them, so that noise stays small; the newest at the
// right, with a dot.
void paintSparkline(QPainter& painter, const QRectF& rect, const QList<double>& values,
                    const QColor& color);

class Sparkline final : public QWidget {
    Q_OBJECT
public:
    explicit Sparkline(QWidget* parent = nullptr);
    void setValues(const QList<double>& values, theme::Token color = theme::Token::Accent);
    [[nodiscard]] const QList<double>& values() const { return m_values; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QList<double> m_values;
    theme::Token m_color = theme::Token::Accent;
};

} // namespace causeway::app::widgets
