// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/fact_list.h"

#include <QPainter>

namespace causeway::app::widgets {

using theme::TextSize;
using theme::Token;
using namespace Qt::StringLiterals;

namespace {

constexpr double kMark = 10;


} // namespace

FactList::FactList(QWidget* parent) : ItemsWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
}

void FactList::setContent(const FactListContent& content) {
    if (m_content == content)
        return;
    const bool grew = m_content.lines.size() != content.lines.size();
    m_content = content;
    setAccessibleName(content.title);
    setAccessibleDescription(content.lines.empty() ? content.nothing : QString());
    if (grew)
        updateGeometry();
    update();
}

QSize FactList::sizeHint() const {
    const auto lines = double(std::max<std::size_t>(m_content.lines.size(), 1));
    return {int(theme::scaled(280)), int(panelHeadHeight() + lines * panelLineHeight() + kPanelMargin)};
}

QSize FactList::minimumSizeHint() const {
    return {int(theme::scaled(200)), sizeHint().height()};
}

QRectF FactList::lineRect(std::size_t line) const {
    return {6, panelHeadHeight() + double(line) * panelLineHeight(), width() - 12.0, panelLineHeight()};
}

std::vector<ItemsWidget::Item> FactList::items() const {
    std::vector<Item> items;
    for (std::size_t i = 0; i < m_content.lines.size(); ++i) {
        const FactListContent::Line& line = m_content.lines[i];
        items.push_back({line.id.isEmpty() ? u"#%1"_s.arg(i) : line.id, line.what,
                         line.figure.text(), lineRect(i)});
    }
    return items;
}

std::vector<ItemsWidget::Item> FactList::places() const {
    std::vector<Item> all = items();
    std::erase_if(all, [](const Item& item) { return item.id.startsWith("#"_L1); });
    return all;
}

void FactList::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Tokens tokens = theme::Tokens::current();
    paintPanel(painter, rect(), m_content.title);
    if (m_content.lines.empty()) {
        paintText(painter, lineRect(0).adjusted(kPanelMargin - 6, 0, -8, 0), m_content.nothing,
                  tokens[Token::Text3]);
    }
    for (std::size_t i = 0; i < m_content.lines.size(); ++i)
        paintLine(painter, lineRect(i), m_content.lines[i]);
    if (hasFocus() && currentItem().isEmpty())
        paintFocusRing(painter, rect());
}

void FactList::paintLine(QPainter& painter, const QRectF& rect,
                         const FactListContent::Line& line) const {
    const theme::Tokens tokens = theme::Tokens::current();
    const bool leads = !line.id.isEmpty();
    if (leads && line.id == hoveredItem()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens[Token::Hover]);
        painter.drawRoundedRect(rect, 4, 4);
    }
    const QRectF inner = rect.adjusted(kPanelMargin - 6, 0, -8, 0);
    paintStatusMark(painter, QRectF(inner.left(), inner.center().y() - kMark / 2, kMark, kMark),
                    line.status);
    const QFontMetricsF body(theme::font(TextSize::Body));
    const QFontMetricsF caption(theme::font(TextSize::Caption));
    const double unit =
        line.figure.unit.isEmpty() ? 0 : 3 + caption.horizontalAdvance(line.figure.unit);
    const double most = inner.width() * 0.6; // words may be long: what they are about comes first
    const double wanted = body.horizontalAdvance(line.figure.value) + unit + 1;
    const double figure = std::min(wanted, most);
    painter.setFont(theme::font(TextSize::Body));
    paintText(painter, inner.adjusted(kMark + 8, 0, -figure - 12, 0), line.what,
              tokens[Token::Text2]);
    const QRectF at(inner.right() - figure, inner.top(), figure, inner.height());
    if (wanted > most)
        paintText(painter, at, line.figure.value, tokens[Token::Text1]);
    else
        paintFigure(painter, at, line.figure, TextSize::Body, tokens[Token::Text1]);
    if (leads && hasFocus() && line.id == currentItem())
        paintFocusRing(painter, rect, 4);
}

} // namespace causeway::app::widgets
