// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_tile.h"

#include "widgets/sparkline.h"

#include <QPainter>

namespace causeway::app::widgets {

using theme::Token;
using namespace Qt::StringLiterals;

namespace {
constexpr int kMargin = 14;
} // namespace

FigureTile::FigureTile(QWidget* parent) : QAbstractButton(parent) {
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureTile::setContent(const Content& content) {
    m_content = content;
    const QString value = content.figure.isNull() ? notMeasuredDash() : content.figure.text();
    setText(u"%1: %2"_s.arg(content.caption, value));
    setAccessibleName(text());
    update();
}

QSize FigureTile::sizeHint() const {
    return {theme::scaled(168), theme::scaled(72)};
}
QSize FigureTile::minimumSizeHint() const {
    return {theme::scaled(128), theme::scaled(72)};
}

void FigureTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Tokens tokens = theme::Tokens::current();
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens[isDown()       ? Token::Selected
                            : underMouse() ? Token::Hover
                                           : Token::Panel]);
    painter.drawRoundedRect(rect(), 6, 6);

    const bool fine = m_content.status == theme::Status::Ok;
    const QRectF inner = QRectF(rect()).adjusted(kMargin, 10, -kMargin, -10);
    const double captionHeight = theme::scaled(16);
    const QRectF top = inner.adjusted(0, 0, 0, -captionHeight);
    const double used =
        paintFigure(painter, top, m_content.figure, theme::TextSize::Figure,
                    fine ? tokens[Token::Text1] : theme::textColor(tokens, m_content.status));

    painter.setFont(theme::font(theme::TextSize::Caption));
    QRectF caption(inner.left(), inner.bottom() - captionHeight, inner.width(), captionHeight);
    if (!fine) {
        paintStatusMark(painter, QRectF(caption.left(), caption.center().y() - 4, 9, 9),
                        m_content.status);
        caption.adjust(14, 0, 0, 0);
    }
    paintText(painter, caption, m_content.caption, tokens[Token::Text3]);

    const double sparkWidth = std::min<double>(inner.width() - used - 12, 96);
    if (sparkWidth > 28) {
        const double height = std::min<double>(32, top.height());
        const QRectF spark(inner.right() - sparkWidth, top.center().y() - height / 2, sparkWidth,
                           height);
        paintSparkline(painter, spark, m_content.history,
                       fine ? tokens[Token::P95] : theme::markColor(tokens, m_content.status));
    }
    if (hasFocus())
        paintFocusRing(painter, rect());
}

} // namespace causeway::app::widgets
