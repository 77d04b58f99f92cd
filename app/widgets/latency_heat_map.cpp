// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/latency_heat_map.h"

#include "widgets/figures.h"
#include "widgets/time_axis.h"

#include <QDateTime>
#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {

using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

LatencyHeatMap::LatencyHeatMap(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
}

void LatencyHeatMap::setContent(Content content) {
    m_content = std::move(content);
    setAccessibleName(m_content.title);
    rebuild();
    update();
}

void LatencyHeatMap::setRange(qint64 begin, qint64 end) {
    if (begin >= end || m_range == std::pair(begin, end))
        return;
    m_range = {begin, end};
    update();
}

void LatencyHeatMap::setCursorTime(std::optional<qint64> at) {
    if (at == m_cursor)
        return;
    m_cursor = at;
    update();
}

QRectF LatencyHeatMap::area() const {
    return QRectF(rect()).adjusted(timeAxisLeft(), theme::scaled(36), -kTimeAxisRight, -theme::scaled(26));
}

double LatencyHeatMap::latencyAt(double y) const {
    const double part = (area().bottom() - y) / area().height();
    return m_content.lowestMs * std::pow(m_content.highestMs / m_content.lowestMs, part);
}

qint64 LatencyHeatMap::timeAt(double x) const {
    const double part = (x - area().left()) / std::max(1.0, area().width());
    return m_range.first + std::llround(part * double(m_range.second - m_range.first));
}

double LatencyHeatMap::xAt(qint64 at) const {
    return area().left()
           + area().width() * double(at - m_range.first) / double(m_range.second - m_range.first);
}

void LatencyHeatMap::rebuild() {
    std::size_t rows = 0;
    double most = 0;
    for (const Column& column : m_content.columns) {
        rows = std::max(rows, column.counts.size());
        for (const double count : column.counts)
            most = std::max(most, count);
    }
    if (rows == 0 || most <= 0) {
        m_image = {};
        return;
    }
    const Tokens tokens = Tokens::current();
    m_image = QImage(int(m_content.columns.size()), int(rows), QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    for (int x = 0; x < m_image.width(); ++x) {
        const Column& column = m_content.columns[std::size_t(x)];
        for (int row = 0; row < int(column.counts.size()); ++row) {
            const double count = column.counts[std::size_t(row)];
            // The square root keeps a rare slow request visible beside the crowd.
            const double heat = std::sqrt(count / most);
            if (count > 0)
                m_image.setPixelColor(
                    x, int(rows) - 1 - row,
                    theme::mix(tokens[Token::Panel], tokens[Token::P95], 0.12 + 0.88 * heat));
        }
    }
}

void LatencyHeatMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens tokens = Tokens::current();
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens[Token::Panel]);
    painter.drawRoundedRect(rect(), 6, 6);
    painter.setFont(theme::font(theme::TextSize::Body, QFont::DemiBold));
    paintText(painter, QRectF(14, 2, width() - 28, theme::scaled(36)), m_content.title,
              tokens[Token::Text1]);
    paintAxis(painter);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setClipRect(area());
    if (!m_image.isNull())
        painter.drawImage(QRectF(QPointF(xAt(m_content.begin), area().top()),
                                 QPointF(xAt(m_content.end), area().bottom())),
                          m_image, QRectF(m_image.rect()));
    if (m_brushStart) {
        const auto [left, right] = std::minmax({xAt(*m_brushStart), xAt(m_brushEnd)});
        painter.fillRect(QRectF(QPointF(left, area().top()), QPointF(right, area().bottom())),
                         theme::withAlpha(tokens[Token::Accent], 0.16));
    }
    if (m_cursor) {
        painter.setPen(QPen(tokens[Token::Accent], 1));
        painter.drawLine(QPointF(xAt(*m_cursor), area().top()),
                         QPointF(xAt(*m_cursor), area().bottom()));
    }
}

void LatencyHeatMap::paintAxis(QPainter& painter) const {
    const Tokens tokens = Tokens::current();
    painter.setFont(theme::font(theme::TextSize::Caption));
    const double decades = std::log10(m_content.highestMs / m_content.lowestMs);
    for (double ms = m_content.lowestMs; ms <= m_content.highestMs * 1.001; ms *= 10) {
        const double y =
            area().bottom() - area().height() * std::log10(ms / m_content.lowestMs) / decades;
        painter.setPen(tokens[Token::Divider]);
        painter.drawLine(QPointF(area().left(), y), QPointF(area().right(), y));
        paintText(painter, QRectF(4, y - 8, area().left() - 12, 16), rounded(milliseconds(ms)).text(),
                  tokens[Token::Text3], Qt::AlignRight | Qt::AlignVCenter);
    }
    const qint64 step = timeTickStep(m_range.second - m_range.first, 6);
    for (qint64 at = (m_range.first / step + 1) * step; at < m_range.second; at += step)
        paintText(painter, QRectF(xAt(at) - 36, area().bottom() + 4, 72, theme::scaled(16)),
                  QDateTime::fromMSecsSinceEpoch(at).toString(timeTickFormat(step)),
                  tokens[Token::Text3], Qt::AlignCenter);
}

void LatencyHeatMap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        m_brushStart = m_brushEnd = timeAt(event->position().x());
}

void LatencyHeatMap::mouseMoveEvent(QMouseEvent* event) {
    m_brushEnd = timeAt(event->position().x());
    if (m_brushStart)
        update();
    if (area().contains(event->position()))
        Q_EMIT cursorMoved(m_brushEnd);
}

void LatencyHeatMap::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_brushStart)
        return;
    const auto [begin, end] = std::minmax(
        {*std::exchange(m_brushStart, std::nullopt), timeAt(event->position().x())});
    update();
    if (xAt(end) - xAt(begin) >= kBrushLeastPixels)
        Q_EMIT rangeSelected(begin, end);
}

void LatencyHeatMap::mouseDoubleClickEvent(QMouseEvent*) {
    Q_EMIT wholeRangeWanted();
}

void LatencyHeatMap::wheelEvent(QWheelEvent* event) {
    const auto [begin, end] =
        turned(*event, timeAt(event->position().x()), m_range.first, m_range.second);
    Q_EMIT rangeWanted(begin, end);
    event->accept();
}

void LatencyHeatMap::leaveEvent(QEvent*) {
    Q_EMIT cursorLeft();
}

void LatencyHeatMap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace causeway::app::widgets
