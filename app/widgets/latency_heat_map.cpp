// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/latency_heat_map.h"

#include "widgets/figures.h"

#include <QDateTime>
#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {

using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

LatencyHeatMap::LatencyHeatMap(QWidget* parent) : QWidget(parent) {}

void LatencyHeatMap::setContent(Content content) {
    m_content = std::move(content);
    setAccessibleName(m_content.title);
    rebuild();
    update();
}

void LatencyHeatMap::setCursorTime(std::optional<qint64> at) {
    if (at == m_cursor)
        return;
    m_cursor = at;
    update();
}

QRectF LatencyHeatMap::area() const {
    return QRectF(rect()).adjusted(theme::scaled(66), theme::scaled(36), -14, -theme::scaled(26));
}

double LatencyHeatMap::latencyAt(double y) const {
    const double part = (area().bottom() - y) / area().height();
    return m_content.lowestMs * std::pow(m_content.highestMs / m_content.lowestMs, part);
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
    if (!m_image.isNull())
        painter.drawImage(area(), m_image);
    if (m_cursor && *m_cursor >= m_content.begin && *m_cursor <= m_content.end) {
        const double part = double(*m_cursor - m_content.begin)
                            / double(std::max<qint64>(1, m_content.end - m_content.begin));
        const double x = area().left() + area().width() * part;
        painter.setPen(QPen(tokens[Token::Accent], 1));
        painter.drawLine(QPointF(x, area().top()), QPointF(x, area().bottom()));
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
        paintText(painter, QRectF(4, y - 8, area().left() - 12, 16), milliseconds(ms).text(),
                  tokens[Token::Text3], Qt::AlignRight | Qt::AlignVCenter);
    }
    const qint64 span = m_content.end - m_content.begin;
    for (int i = 1; i < 5 && span > 0; ++i) {
        const double x = area().left() + area().width() * i / 5;
        const auto at = QDateTime::fromMSecsSinceEpoch(m_content.begin + span * i / 5);
        paintText(painter, QRectF(x - 30, area().bottom() + 4, 60, theme::scaled(16)),
                  at.toString(u"HH:mm"_s), tokens[Token::Text3], Qt::AlignCenter);
    }
}

void LatencyHeatMap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace causeway::app::widgets
