// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/matrix_delegate.h"

#include "widgets/matrix_model.h"
#include "widgets/sparkline.h"

#include <QFontMetricsF>
#include <QPainter>

namespace causeway::app::widgets {

using theme::Status;
using theme::TextSize;
using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

namespace {

constexpr double kPad = 12;

void paintPlate(QPainter& painter, const QRectF& plate, const MatrixCell& cell, bool hovered) {
    const Tokens tokens = Tokens::current();
    const bool calm = cell.status == Status::Ok || !cell.measured;
    const QColor ground = !cell.measured ? tokens[Token::Sunken]
                          : calm         ? tokens[Token::Panel]
                                         : theme::tintColor(tokens, cell.status);
    painter.setPen(cell.measured ? Qt::NoPen : QPen(tokens[Token::Divider], 1, Qt::DashLine));
    painter.setBrush(hovered ? theme::mix(ground, tokens[Token::Hover], 0.6) : ground);
    painter.drawRoundedRect(plate, 6, 6);
    if (cell.stale)
        paintHatch(painter, plate, 6);
}

void paintMeasured(QPainter& painter, const QRectF& inner, const MatrixCell& cell) {
    const Tokens tokens = Tokens::current();
    const bool calm = cell.status == Status::Ok;
    const double line = theme::scaled(22);
    const QRectF top(inner.left(), inner.top(), inner.width(), line);
    paintFigure(painter, top, cell.figure, TextSize::Title,
                calm ? tokens[Token::Text1] : theme::textColor(tokens, cell.status));
    painter.setFont(theme::font(TextSize::Caption, QFont::DemiBold));
    paintText(painter, top.adjusted(inner.width() * 0.42, 0, 0, 0), cell.change,
              calm ? tokens[Token::Text3] : theme::textColor(tokens, cell.status),
              Qt::AlignRight | Qt::AlignVCenter);

    const double foot = theme::scaled(15);
    const QRectF bottom(inner.left(), inner.bottom() - foot, inner.width(), foot);
    painter.setFont(theme::font(TextSize::Caption));
    paintText(painter, bottom, cell.loss, tokens[Token::Text3]);
    paintText(painter, bottom, cell.rate.text(), tokens[Token::Text3],
              Qt::AlignRight | Qt::AlignVCenter);
    const QRectF middle(inner.left(), top.bottom() + 3, inner.width(),
                        bottom.top() - top.bottom() - 6);
    paintSparkline(painter, middle, cell.history,
                   calm ? tokens[Token::P95] : theme::markColor(tokens, cell.status));
}

void paintOutlier(QPainter& painter, const QRectF& plate, const MatrixCell& cell) {
    // A corner flag: seen without reading, and not by colour alone.
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::markColor(Tokens::current(),
                                      cell.status == Status::Ok ? Status::Degraded : cell.status));
    const QPointF corner = plate.topRight();
    painter.drawPolygon(QPolygonF{corner + QPointF(-11, 0), corner, corner + QPointF(0, 11)});
}

} // namespace

QRectF MatrixDelegate::buttonRect(const QRectF& cell, const QString& words) {
    const QFontMetricsF metrics(theme::font(TextSize::Caption));
    const QSizeF size(metrics.horizontalAdvance(words) + 20, theme::scaled(22));
    return {QPointF(cell.center().x() - size.width() / 2, cell.center().y() + 3), size};
}

void MatrixDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    const auto& model = *static_cast<const MatrixModel*>(index.model());
    const MatrixCell& cell = model.cell(index);
    const Tokens tokens = Tokens::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF plate = QRectF(option.rect).adjusted(2, 2, -2, -2);
    painter->setClipRect(option.rect);
    paintPlate(*painter, plate, cell, option.state.testFlag(QStyle::State_MouseOver));
    if (cell.measured) {
        paintMeasured(*painter, plate.adjusted(kPad, 8, -kPad, -8), cell);
    } else {
        painter->setFont(theme::font(TextSize::Caption));
        QRectF words = plate;
        if (cell.measurable) {
            words.setBottom(plate.center().y());
            const QRectF button = buttonRect(plate, model.content().measure);
            painter->setPen(QPen(tokens[Token::ControlBorder], 1));
            painter->setBrush(tokens[Token::Raised]);
            painter->drawRoundedRect(button, 5, 5);
            paintText(*painter, button, model.content().measure, tokens[Token::Text1],
                      Qt::AlignCenter);
        }
        paintText(*painter, words, model.content().notMeasured, tokens[Token::UnknownText],
                  Qt::AlignCenter);
    }
    if (!cell.outlier.isEmpty())
        paintOutlier(*painter, plate, cell);
    if (option.state.testFlag(QStyle::State_Selected))
        paintFocusRing(*painter, plate);
    painter->restore();
}

} // namespace causeway::app::widgets
