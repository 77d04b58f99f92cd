// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/verdict_card.h"

#include "widgets/painting.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace causeway::app::pages {

namespace {

constexpr qsizetype kMostLines = 6; // the rest is what `causewayctl link diagnose -o json` tells

QString lines(const QStringList& list) {
    QString text = list.mid(0, kMostLines).join(u'\n');
    if (list.size() > kMostLines)
        text += QStringLiteral("\n…");
    return text;
}

QString steps(const std::vector<LinkVerdict::Step>& list) {
    QStringList all;
    for (const LinkVerdict::Step& step : list)
        all << (step.command.isEmpty() ? step.what
                                       : step.what + QStringLiteral("\n    ") + step.command);
    return lines(all);
}

} // namespace

VerdictCard::VerdictCard(QWidget* parent)
    : QWidget(parent), m_sentence(new QLabel(this)), m_evidence(new QLabel(this)),
      m_impact(new QLabel(this)),
      m_why(makePart()), m_cleared(makePart()), m_next(makePart()) {
    m_sentence->setFont(theme::font(theme::TextSize::Title, QFont::DemiBold));
    m_sentence->setWordWrap(true);
    m_evidence->setProperty("tone", "second");
    m_evidence->setWordWrap(true);
    m_impact->setWordWrap(true);
    for (QLabel* label : {m_sentence, m_evidence, m_impact}) {
        label->setTextFormat(Qt::PlainText); // names come from clusters and files
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* parts = new QHBoxLayout;
    parts->setSpacing(24);
    for (const Part& part : {m_why, m_cleared, m_next})
        parts->addWidget(part.box, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(40, 12, 16, 12);
    column->setSpacing(4);
    column->addWidget(m_sentence);
    column->addWidget(m_evidence);
    column->addWidget(m_impact);
    column->addSpacing(4);
    column->addLayout(parts);
    // As tall as its words need at this width: no less, and the charts take what is left.
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    retranslate();
}

VerdictCard::Part VerdictCard::makePart() {
    Part part;
    part.box = new QWidget(this);
    part.title = new QLabel(part.box);
    part.text = new QLabel(part.box);
    part.title->setFont(theme::font(theme::TextSize::Caption, QFont::DemiBold));
    part.title->setProperty("tone", "muted");
    part.text->setFont(theme::font(theme::TextSize::Caption));
    part.text->setProperty("tone", "second");
    part.text->setWordWrap(true);
    part.text->setTextFormat(Qt::PlainText);
    part.text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* column = new QVBoxLayout(part.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(part.title);
    column->addWidget(part.text);
    column->addStretch(1);
    return part;
}

void VerdictCard::fill(const Part& part, const QString& text) {
    part.text->setText(text);
    part.box->setVisible(!text.isEmpty());
}

void VerdictCard::retranslate() {
    m_why.title->setText(tr("Why"));
    m_cleared.title->setText(tr("Why not the others"));
    m_next.title->setText(tr("What next"));
}

void VerdictCard::setVerdict(const LinkVerdict& verdict) {
    m_status = verdict.status;
    m_sentence->setText(verdict.sentence);
    m_evidence->setText(verdict.evidence);
    m_evidence->setVisible(!verdict.evidence.isEmpty());
    m_impact->setText(verdict.impact.isEmpty() ? QString() : tr("Hits %1").arg(verdict.impact));
    m_impact->setVisible(!verdict.impact.isEmpty());
    fill(m_why, lines(verdict.why));
    fill(m_cleared, lines(verdict.cleared));
    fill(m_next, steps(verdict.next));
    setAccessibleName(verdict.sentence);
    setAccessibleDescription(
        (QStringList{verdict.evidence, m_impact->text()} + verdict.why + verdict.cleared).join(u'\n'));
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
