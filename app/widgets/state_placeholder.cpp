// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/state_placeholder.h"

#include "theme/icons.h"
#include "theme/status.h"
#include "theme/type_scale.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace causeway::app::widgets {

using theme::Token;
using namespace Qt::StringLiterals;

namespace {

struct Look {
    const char* icon;
    Token color;
};

constexpr int kTextWidth = 520;

constexpr std::array kLooks{
    Look{"empty", Token::UnknownMark},  Look{"refresh", Token::UnknownMark},
    Look{"alert", Token::DegradedMark}, Look{"clock", Token::StaleHatch},
    Look{"lock", Token::DegradedMark},  Look{"alert", Token::FailingMark},
};

QLabel* centred(QWidget* parent, theme::TextSize size, const char* tone) {
    auto* label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setFont(
        theme::font(size, size == theme::TextSize::Title ? QFont::DemiBold : QFont::Normal));
    label->setProperty("tone", tone);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

StatePlaceholder::StatePlaceholder(QWidget* parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_title(centred(this, theme::TextSize::Title, "")),
      m_reason(centred(this, theme::TextSize::Body, "second")),
      m_nextStep(centred(this, theme::TextSize::Body, "muted")), m_action(new QPushButton(this)) {
    m_icon->setAlignment(Qt::AlignCenter);
    // A column of its own: a wrapped label asks for its height only where its width is given.
    auto* text = new QWidget(this);
    text->setFixedWidth(theme::scaled(kTextWidth));
    auto* lines = new QVBoxLayout(text);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(8);
    for (QLabel* label : {m_icon, m_title, m_reason, m_nextStep})
        lines->addWidget(label);
    lines->addSpacing(8);
    lines->addWidget(m_action, 0, Qt::AlignHCenter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->addStretch(2);
    // Centred by stretches: an aligned item would be given its hint, which knows no line break.
    auto* middle = new QHBoxLayout;
    middle->addStretch();
    middle->addWidget(text);
    middle->addStretch();
    column->addLayout(middle);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &StatePlaceholder::actionTriggered);
    setContent({});
}

void StatePlaceholder::setContent(const Content& content) {
    m_content = content;
    m_title->setText(content.title);
    m_reason->setText(content.reason);
    m_reason->setVisible(!content.reason.isEmpty());
    m_nextStep->setText(content.nextStep);
    m_nextStep->setVisible(!content.nextStep.isEmpty());
    m_action->setText(content.action);
    m_action->setVisible(!content.action.isEmpty());
    setAccessibleName(content.title);
    setAccessibleDescription(content.reason + u' ' + content.nextStep);
    updateIcon();
}

void StatePlaceholder::updateIcon() {
    const Look& look = kLooks[static_cast<std::size_t>(m_content.kind)];
    m_icon->setPixmap(theme::icon(QString::fromLatin1(look.icon), look.color)
                          .pixmap(QSize(40, 40), devicePixelRatioF()));
}

void StatePlaceholder::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
    QWidget::changeEvent(event);
}

} // namespace causeway::app::widgets
