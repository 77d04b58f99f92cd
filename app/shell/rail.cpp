// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/rail.h"

#include "theme/icons.h"
#include "theme/type_scale.h"
#include "widgets/painting.h"

#include <QAbstractButton>
#include <QAction>
#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace causeway::app::shell {

using theme::Token;

namespace {

constexpr int kWidth = 56;
constexpr int kHeight = 52;
constexpr int kBar = 3;

class RailButton final : public QAbstractButton {
public:
    RailButton(QString iconName, bool captioned, QWidget* parent)
        : QAbstractButton(parent), m_icon(std::move(iconName)), m_captioned(captioned) {
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setFixedSize(theme::scaled(kWidth), theme::scaled(captioned ? kHeight : 40));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const theme::Tokens tokens = theme::Tokens::current();
        const bool current = isCheckable() && isChecked();
        if (underMouse() || current) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(tokens[current ? Token::Selected : Token::Hover]);
            painter.drawRoundedRect(QRectF(rect()).adjusted(6, 2, -6, -2), 6, 6);
        }
        if (current)
            painter.fillRect(QRectF(0, 8, kBar, height() - 16), tokens[Token::Accent]);
        const double side = theme::scaled(20);
        const double top = m_captioned ? 8 : (height() - side) / 2;
        theme::paintIcon(painter, QRectF((width() - side) / 2, top, side, side), m_icon,
                         tokens[current ? Token::Accent : Token::Text2]);
        if (m_captioned) {
            painter.setFont(
                theme::font(theme::TextSize::Caption, current ? QFont::DemiBold : QFont::Normal));
            widgets::paintText(
                painter, QRectF(1, top + side, width() - 2, height() - side - top - 2), text(),
                tokens[current ? Token::Text1 : Token::Text2], Qt::AlignCenter);
        }
        if (hasFocus())
            widgets::paintFocusRing(painter, QRectF(rect()).adjusted(4, 1, -4, -1));
    }

private:
    QString m_icon;
    bool m_captioned;
};

} // namespace

Rail::Rail(QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 8, 0, 8);
    m_column->setSpacing(2);
    m_column->addStretch(1);
    setFixedWidth(theme::scaled(kWidth));
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton* button) { Q_EMIT pageChosen(button->objectName()); });
}

void Rail::addPage(const QString& id, const QString& icon) {
    auto* button = new RailButton(icon, true, this);
    button->setObjectName(id);
    button->setCheckable(true);
    m_column->insertWidget(int(m_group->buttons().size()), button);
    m_group->addButton(button);
}

void Rail::setPageTitle(const QString& id, const QString& title, const QString& shortcut) {
    if (auto* button = findChild<QAbstractButton*>(id)) {
        button->setText(title);
        button->setAccessibleName(title);
        button->setToolTip(QStringLiteral("%1  %2").arg(title, shortcut));
    }
}

void Rail::addAction(const QString& icon, QAction* action) {
    auto* button = new RailButton(icon, false, this);
    m_column->addWidget(button);
    const auto describe = [button, action] {
        button->setAccessibleName(action->text());
        button->setToolTip(QStringLiteral("%1  %2").arg(
            action->text(), action->shortcut().toString(QKeySequence::NativeText)));
    };
    describe();
    connect(action, &QAction::changed, button, describe);
    connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
}

void Rail::setCurrentPage(const QString& id) {
    if (auto* button = findChild<QAbstractButton*>(id))
        button->setChecked(true);
}

void Rail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::Tokens::current()[Token::Panel]);
    painter.fillRect(QRectF(width() - 1, 0, 1, height()), theme::Tokens::current()[Token::Divider]);
}

} // namespace causeway::app::shell
