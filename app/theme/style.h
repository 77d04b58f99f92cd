// SPDX-License-Identifier: GPL-3.0-or-later
// The widget style under the style sheet: Fusion with our metrics, the 2-pixel focus ring, marks of
// check boxes and no animation. Owned by QApplication; GUI thread; never decides a colour itself.
#pragma once

#include <QProxyStyle>

namespace causeway::app::theme {

class Style : public QProxyStyle {
    Q_OBJECT
public:
    Style();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
};

} // namespace causeway::app::theme
