// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/top_bar.h"

#include "pages/common/words.h"
#include "theme/icons.h"
#include "theme/type_scale.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace causeway::app::shell {

using theme::Token;
using namespace Qt::StringLiterals;

namespace {

constexpr int kHeight = 44;
constexpr int kBand = 3;
constexpr std::initializer_list<int> kSpans{1, 5, 15};

QToolButton* toolButton(QWidget* parent, const QString& icon) {
    auto* button = new QToolButton(parent);
    button->setIcon(theme::icon(icon));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

} // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent), m_fleet(new QToolButton(this)), m_production(toolButton(this, u"lock"_s)),
      m_search(new QPushButton(this)), m_live(toolButton(this, u"pause"_s)),
      m_clock(new QLabel(this)), m_span(toolButton(this, u"clock"_s)),
      m_inspector(toolButton(this, u"inspector"_s)) {
    setFixedHeight(theme::scaled(kHeight));
    m_fleet->setFont(theme::font(theme::TextSize::Body, QFont::DemiBold));
    m_fleet->setIcon(theme::applicationIcon());
    m_fleet->setIconSize(QSize(20, 20));
    m_fleet->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_search->setIcon(theme::icon(u"search"_s, Token::Text3));
    m_search->setObjectName(u"search"_s);
    m_search->setMinimumWidth(theme::scaled(320));
    m_clock->setFont(theme::font(theme::TextSize::Body));
    m_production->hide();
    for (QToolButton* button : {m_fleet, m_production, m_live, m_span, m_inspector})
        button->setFocusPolicy(Qt::TabFocus);
    m_search->setFocusPolicy(Qt::TabFocus);
    m_inspector->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_inspector->setCheckable(true);
    addSpans();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(m_fleet);
    row->addWidget(m_production);
    row->addStretch(1);
    row->addWidget(m_search);
    row->addStretch(1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_live, m_clock, m_span, m_inspector})
        row->addWidget(widget);

    connect(m_fleet, &QToolButton::clicked, this, &TopBar::fleetClicked);
    connect(m_production, &QToolButton::clicked, this, &TopBar::lockToggled);
    connect(m_search, &QPushButton::clicked, this, &TopBar::searchClicked);
    connect(m_live, &QToolButton::clicked, this, &TopBar::liveClicked);
    connect(m_inspector, &QToolButton::clicked, this, &TopBar::inspectorClicked);
    retranslate();
}

void TopBar::addSpans() {
    auto* menu = new QMenu(m_span);
    for (const int minutes : kSpans)
        connect(menu->addAction(tr("%n min", nullptr, minutes)), &QAction::triggered, this,
                [this, minutes] { Q_EMIT spanChosen(minutes); });
    m_span->setMenu(menu);
    m_span->setPopupMode(QToolButton::InstantPopup);
}

void TopBar::setFleet(const QString& name, const QString& location) {
    m_fleet->setText(name.isEmpty() ? tr("Open a fleet…") : tr("%1 fleet").arg(name));
    m_fleet->setToolTip(location.isEmpty() ? tr("Open a fleet file  Ctrl+O") : location);
    m_fleet->setAccessibleName(m_fleet->text());
}

// Nobody may mistake then for now: in the past the whole bar changes its colour and says so.
void TopBar::setTime(const viewstate::TimeCursor& time, domain::Instant now) {
    const bool live = time.isLive();
    const bool paused = time.mode() == viewstate::TimeCursor::Mode::Paused;
    m_live->setText(live ? tr("Live") : tr("Back to live"));
    m_live->setIcon(
        theme::icon(live ? u"pause"_s : u"play"_s, live ? Token::OkText : Token::Accent));
    m_live->setToolTip(live ? tr("Pause  Space") : tr("Back to live  F5"));
    m_live->setAccessibleName(m_live->text());
    m_clock->setFont(theme::font(theme::TextSize::Body, live ? QFont::Normal : QFont::DemiBold));
    if (m_past != !live) {
        m_past = !live;
        update();
    }
    const bool known = domain::epochMs(time.at()) > 0;
    // "Live" would be a lie before anything has arrived.
    m_live->setVisible(known);
    const QString clock = pages::Words::clock(time.at(), now);
    const QString ago = pages::Words::ago(now - time.at());
    m_clock->setText(!known   ? QString()
                     : live   ? clock
                     : paused ? tr("Paused at %1, %2").arg(clock, ago)
                              : tr("In the past: %1, %2").arg(clock, ago));
    m_clock->setAccessibleName(m_clock->text());
    const auto minutes = time.range().span().count() / 60000;
    m_span->setText(tr("%n min", nullptr, int(minutes)));
}

void TopBar::setProduction(const QStringList& clusters, bool unlocked) {
    m_hasProduction = !clusters.isEmpty();
    m_production->setVisible(m_hasProduction);
    m_production->setIcon(theme::icon(unlocked ? u"unlock"_s : u"lock"_s));
    m_production->setText(unlocked ? tr("Production, unlocked") : tr("Production, read only"));
    m_production->setToolTip(tr("In production: %1").arg(clusters.join(tr(", "))));
    m_production->setAccessibleName(m_production->text());
    update();
}

void TopBar::setInspectorShown(bool shown) {
    m_inspector->setChecked(shown);
}

void TopBar::retranslate() {
    m_search->setText(tr("Search, commands, objects      Ctrl+K"));
    m_search->setAccessibleName(tr("Search, commands, objects"));
    m_inspector->setToolTip(tr("Inspector  Ctrl+I"));
    m_inspector->setAccessibleName(tr("Inspector"));
    const QList<QAction*> spans = m_span->menu()->actions();
    auto minutes = kSpans.begin();
    for (QAction* action : spans)
        action->setText(tr("%n min", nullptr, *minutes++));
    m_span->setAccessibleName(tr("Time span of the charts"));
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Tokens tokens = theme::Tokens::current();
    painter.fillRect(rect(), tokens[m_past ? Token::Selected : Token::Panel]);
    const double line = m_past ? 2 : 1;
    painter.fillRect(QRectF(0, height() - line, width(), line),
                     tokens[m_past ? Token::Accent : Token::Divider]);
    if (m_hasProduction)
        painter.fillRect(QRectF(0, 0, width(), kBand), tokens[Token::Production]);
}

} // namespace causeway::app::shell
