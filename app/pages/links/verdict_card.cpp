// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/verdict_card.h"

#include "widgets/painting.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace causeway::app::pages {

VerdictCard::VerdictCard(QWidget* parent)
    : QWidget(parent), m_sentence(new QLabel(this)), m_evidence(new QLabel(this)) {
    m_sentence->setFont(theme::font(theme::TextSize::Title, QFont::DemiBold));
    m_sentence->setWordWrap(true);
    m_evidence->setProperty("tone", "second");
    m_evidence->setWordWrap(true);
    for (QLabel* label : {m_sentence, m_evidence})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(40, 12, 16, 12);
    column->setSpacing(4);
    column->addWidget(m_sentence);
    column->addWidget(m_evidence);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
}

void VerdictCard::setVerdict(const LinksPresenter::Verdict& verdict) {
    m_status = verdict.status;
    m_sentence->setText(verdict.sentence);
    m_evidence->setText(verdict.evidence);
    m_evidence->setVisible(!verdict.evidence.isEmpty());
    setAccessibleName(verdict.sentence);
    setAccessibleDescription(verdict.evidence);
    update();
}

void VerdictCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Tokens tokens = theme::Tokens::current();
    const bool calm = m_status == theme::Status::Ok || m_status == theme::Status::Unknown;
    painter.setPen(Qt::NoPen);
    painter.setBrush(calm ? tokens[theme::Token::Panel] : theme::tintColor(tokens, m_status));
    painter.drawRoundedRect(rect(), 6, 6);
    const double y = m_sentence->geometry().top() + QFontMetricsF(m_sentence->font()).height() / 2;
    widgets::paintStatusMark(painter, QRectF(16, y - 6, 12, 12), m_status);
}

} // namespace causeway::app::pages
