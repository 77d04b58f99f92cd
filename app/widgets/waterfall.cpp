// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/waterfall.h"

#include "widgets/figures.h"

#include <QPainter>

namespace causeway::app::widgets {

using theme::TextSize;
using theme::Token;
using namespace Qt::StringLiterals;

namespace {

constexpr double kThickness = 10;
constexpr double kNamesShare = 0.4; // of the width
constexpr double kLeastLength = 2;


} // namespace

Waterfall::Waterfall(QWidget* parent) : ItemsWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
}

void Waterfall::setContent(const WaterfallContent& content) {
    if (m_content == content)
        return;
    m_content = content;
    setAccessibleName(content.title);
    setAccessibleDescription(content.bars.empty() ? content.nothing : QString());
    updateGeometry();
    update();
}

QSize Waterfall::sizeHint() const {
    const auto lines = double(std::max<std::size_t>(m_content.bars.size(), 1));
    return {int(theme::scaled(320)), int(panelHeadHeight() + lines * panelLineHeight() + kPanelMargin)};
}

QSize Waterfall::minimumSizeHint() const {
    return {int(theme::scaled(240)), sizeHint().height()};
}

QRectF Waterfall::barRect(std::size_t bar) const {
    return {kPanelMargin, panelHeadHeight() + double(bar) * panelLineHeight(), width() - 2 * kPanelMargin,
            panelLineHeight()};
}

double Waterfall::endMs() const {
    double end = 0;
    for (const WaterfallContent::Bar& bar : m_content.bars)
        end = std::max(end, bar.beginMs + bar.lengthMs);
    return end;
}

std::vector<ItemsWidget::Item> Waterfall::items() const {
    std::vector<Item> items;
    for (std::size_t i = 0; i < m_content.bars.size(); ++i)
        items.push_back({u"#%1"_s.arg(i), m_content.bars[i].what,
                         milliseconds(m_content.bars[i].lengthMs).text(), barRect(i)});
    return items;
}

void Waterfall::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Tokens tokens = theme::Tokens::current();
    paintPanel(painter, rect(), m_content.title);
    if (m_content.bars.empty())
        paintText(painter, barRect(0), m_content.nothing, tokens[Token::Text3]);
    const double figure = QFontMetricsF(painter.font()).horizontalAdvance(u"8,888 ms"_s);
    for (std::size_t i = 0; i < m_content.bars.size(); ++i) {
        const WaterfallContent::Bar& bar = m_content.bars[i];
        const QRectF line = barRect(i);
        const double names = line.width() * kNamesShare;
        const double scale = (line.width() - names - figure - 8) / std::max(endMs(), 1e-9);
        painter.setFont(theme::font(TextSize::Body));
        paintText(painter, QRectF(line.left(), line.top(), names - 8, line.height()), bar.what,
                  tokens[Token::Text2]);
        const QRectF drawn(line.left() + names + bar.beginMs * scale,
                           line.center().y() - kThickness / 2,
                           std::max(bar.lengthMs * scale, kLeastLength), kThickness);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens[bar.color]);
        painter.drawRoundedRect(drawn, 2, 2);
        const Figure text = milliseconds(bar.lengthMs);
        paintFigure(painter, QRectF(drawn.right() + 6, line.top(), figure, line.height()), text,
                    TextSize::Caption, tokens[Token::Text1]);
    }
    if (hasFocus())
        paintFocusRing(painter, rect());
}

} // namespace causeway::app::widgets
