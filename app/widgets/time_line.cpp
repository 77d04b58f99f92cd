// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/time_line.h"

#include "theme/icons.h"
#include "widgets/painting.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {

using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

namespace {

constexpr double kSide = 16;
constexpr double kMarkSide = 14;
constexpr qint64 kStep = 1000;
constexpr qint64 kBigStep = 60 * 1000;

QString clock(qint64 at, const QString& format) {
    return QDateTime::fromMSecsSinceEpoch(at).toString(format);
}

} // namespace

TimeLine::TimeLine(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize TimeLine::sizeHint() const {
    return {320, theme::scaled(56)};
}

void TimeLine::setContent(Content content) {
    m_content = std::move(content);
    update();
}

void TimeLine::setCursorTime(std::optional<qint64> at) {
    if (at == m_cursor)
        return;
    m_cursor = at;
    update();
}

QRectF TimeLine::strip() const {
    return QRectF(rect()).adjusted(kSide, 4, -kSide, -2);
}

double TimeLine::xAt(qint64 at) const {
    const double span = double(std::max<qint64>(1, m_content.end - m_content.begin));
    return strip().left() + strip().width() * double(at - m_content.begin) / span;
}

qint64 TimeLine::timeAt(double x) const {
    const double part = std::clamp((x - strip().left()) / strip().width(), 0.0, 1.0);
    const double at = double(m_content.begin) + part * double(m_content.end - m_content.begin);
    return qint64(std::round(at / kStep)) * kStep;
}

void TimeLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), Tokens::current()[Token::Panel]);
    painter.setPen(Tokens::current()[Token::Divider]);
    painter.drawLine(QPointF(0, 0.5), QPointF(width(), 0.5));
    if (m_content.end <= m_content.begin)
        return;
    paintTraffic(painter);
    paintClock(painter);
    paintMarks(painter);
    paintCursor(painter);
    if (hasFocus())
        paintFocusRing(painter, QRectF(rect()).adjusted(2, 2, -2, -2));
}

void TimeLine::paintTraffic(QPainter& painter) const {
    const Tokens tokens = Tokens::current();
    const QRectF area = strip().adjusted(0, kMarkSide + 2, 0, -theme::scaled(14));
    double top = 0;
    for (const Point& point : m_content.points)
        top = std::isfinite(point.requests) ? std::max(top, point.requests) : top;
    if (m_content.points.size() < 2 || top <= 0)
        return;
    const double width = std::max(1.0, xAt(m_content.points[1].at) - xAt(m_content.points[0].at));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const Point& point : m_content.points) {
        const QRectF slot(xAt(point.at) - width, area.top(), width, area.height());
        if (!std::isfinite(point.requests)) {
            painter.fillRect(slot, tokens[Token::Sunken]);
            continue;
        }
        const double height = area.height() * point.requests / top;
        painter.fillRect(slot.adjusted(0, area.height() - height, 0, 0),
                         theme::mix(tokens[Token::Panel], tokens[Token::P50], 0.45));
        if (point.failures > 0) {
            // One failing request must be visible beside a thousand good ones, but not as loud.
            const double bad = std::max(2.0, area.height() * point.failures / top);
            const double share = point.failures / point.requests;
            painter.fillRect(
                slot.adjusted(0, area.height() - bad, 0, 0),
                theme::withAlpha(tokens[Token::FailingMark], std::min(1.0, 0.2 + 16 * share)));
        }
    }
    painter.restore();
}

void TimeLine::paintClock(QPainter& painter) const {
    const Tokens tokens = Tokens::current();
    painter.setFont(theme::font(theme::TextSize::Caption));
    const QRectF foot(strip().left(), strip().bottom() - theme::scaled(14), strip().width(),
                      theme::scaled(14));
    const QFontMetricsF metrics(painter.font());
    const double least = metrics.horizontalAdvance(u"00:00"_s) + 40;
    qint64 step = kBigStep;
    while (xAt(m_content.begin + step) - xAt(m_content.begin) < least)
        step = step == kBigStep ? 5 * kBigStep : step * 2;
    for (qint64 at = (m_content.begin / step + 1) * step; at < m_content.end; at += step) {
        const double x = xAt(at);
        painter.setPen(tokens[Token::Divider]);
        painter.drawLine(QPointF(x, foot.top() - 3), QPointF(x, foot.top()));
        const QRectF text(x - least / 2, foot.top(), least, foot.height());
        if (text.left() > foot.left() && text.right() < foot.right())
            paintText(painter, text, clock(at, u"HH:mm"_s), tokens[Token::Text3], Qt::AlignCenter);
    }
}

void TimeLine::paintMarks(QPainter& painter) const {
    const Tokens tokens = Tokens::current();
    double free = strip().left();
    for (const Mark& mark : m_content.marks) {
        const double x = xAt(mark.at);
        painter.setPen(QPen(theme::withAlpha(theme::markColor(tokens, mark.status), 0.6), 1));
        painter.drawLine(QPointF(x, strip().top() + kMarkSide),
                         QPointF(x, strip().bottom() - theme::scaled(14)));
        if (x - kMarkSide / 2 < free)
            continue;
        const QRectF icon(x - kMarkSide / 2, strip().top(), kMarkSide, kMarkSide);
        const bool calm = mark.status == theme::Status::Ok;
        theme::paintIcon(painter, icon, mark.icon,
                         calm ? tokens[Token::Text3] : theme::markColor(tokens, mark.status));
        free = x + kMarkSide / 2 + 2;
    }
}

void TimeLine::paintCursor(QPainter& painter) const {
    const Tokens tokens = Tokens::current();
    const double x = xAt(m_cursor.value_or(m_content.end));
    // What came after the cursor is not what is shown.
    if (m_cursor)
        painter.fillRect(QRectF(QPointF(x, strip().top()),
                                QPointF(strip().right(), strip().bottom() - theme::scaled(14))),
                         theme::withAlpha(tokens[Token::Panel], 0.6));
    painter.setPen(QPen(tokens[Token::Accent], m_cursor ? 2 : 1));
    painter.drawLine(QPointF(x, strip().top()), QPointF(x, strip().bottom() - theme::scaled(14)));
    if (!m_cursor)
        return;
    painter.setFont(theme::font(theme::TextSize::Caption, QFont::DemiBold));
    const QString words = clock(*m_cursor, u"HH:mm:ss"_s);
    const double wide = QFontMetricsF(painter.font()).horizontalAdvance(words) + 12;
    const double left = std::clamp(x - wide / 2, strip().left(), strip().right() - wide);
    const QRectF badge(left, strip().bottom() - theme::scaled(15), wide, theme::scaled(15));
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens[Token::Accent]);
    painter.drawRoundedRect(badge, 4, 4);
    paintText(painter, badge, words, tokens[Token::TextOnAccent], Qt::AlignCenter);
}

void TimeLine::choose(double x) {
    const qint64 at = timeAt(x);
    // The right end is "now": dragging there lets go of the past.
    if (m_content.endsNow && at >= m_content.end - kStep)
        Q_EMIT liveRequested();
    else
        Q_EMIT cursorMoved(at);
}

void TimeLine::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        choose(event->position().x());
}

void TimeLine::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton))
        choose(event->position().x());
}

void TimeLine::keyPressEvent(QKeyEvent* event) {
    const qint64 step = event->modifiers().testFlag(Qt::ControlModifier) ? kBigStep : kStep;
    const qint64 from = m_cursor.value_or(m_content.end);
    const qint64 span = m_content.end - m_content.begin;
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT cursorMoved(from - step);
        return;
    case Qt::Key_Right:
        if (m_content.endsNow && from + step >= m_content.end)
            Q_EMIT liveRequested();
        else
            Q_EMIT cursorMoved(from + step);
        return;
    case Qt::Key_PageUp:
        Q_EMIT cursorMoved(from - span);
        return;
    case Qt::Key_PageDown:
        Q_EMIT cursorMoved(from + span);
        return;
    case Qt::Key_Home:
        Q_EMIT cursorMoved(m_content.begin);
        return;
    case Qt::Key_End:
        Q_EMIT liveRequested();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool TimeLine::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QStringList lines;
    for (const Mark& mark : m_content.marks)
        if (std::abs(xAt(mark.at) - help->pos().x()) < kMarkSide / 2)
            lines << clock(mark.at, u"HH:mm:ss"_s) + u"  "_s + mark.text;
    if (lines.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), lines.join(u'\n'), this);
    return true;
}

} // namespace causeway::app::widgets
