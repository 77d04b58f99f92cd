// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/page.h"

#include "pages/common/fleet_state.h"
#include "theme/type_scale.h"
#include "widgets/elided_label.h"
#include "widgets/notice.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>

namespace causeway::app::pages {

namespace {
constexpr int kMargin = 16;
constexpr int kGap = 8;
} // namespace

Page::Page(const Context& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_title(new QLabel(this)), m_subtitle(new widgets::ElidedLabel(this)),
      m_tools(new QHBoxLayout), m_body(nullptr), m_stack(new QStackedWidget(this)),
      m_notice(new widgets::Notice(this)), m_placeholder(new widgets::StatePlaceholder(this)) {
    setProperty("surface", "page");
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::ClickFocus);
    m_title->setFont(theme::font(theme::TextSize::Title, QFont::DemiBold));
    m_subtitle->setProperty("tone", "muted");

    auto* head = new QHBoxLayout;
    head->setSpacing(kGap);
    head->addWidget(m_title);
    head->addSpacing(4);
    head->addWidget(m_subtitle, 1);
    head->addLayout(m_tools);

    auto* content = new QWidget(m_stack);
    m_body = new QVBoxLayout(content);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(kGap);
    m_stack->addWidget(content);
    m_stack->addWidget(m_placeholder);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, 12, kMargin, kMargin);
    column->setSpacing(kGap);
    column->addLayout(head);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    // The button of a state: back from a past that is not there, or a fleet instead of none.
    connect(m_placeholder, &widgets::StatePlaceholder::actionTriggered, this, [this] {
        if (m_context.view.time().isLive())
            Q_EMIT fleetWanted();
        else
            m_context.view.time().goLive();
    });
    connect(&m_refresh, &QTimer::timeout, this, &Page::refreshNow);
    listen();
}

void Page::listen() {
    const auto& store = m_context.store;
    for (const auto signal : {&store::Store::fleetChanged, &store::Store::edgesChanged,
                              &store::Store::pastChanged, &store::Store::eventsChanged})
        connect(&store, signal, this, &Page::refreshSoon);
    connect(&store, &store::Store::sourceChanged, this, &Page::refreshSoon);
    connect(&store, &store::Store::inventoryChanged, this, &Page::refreshSoon);
    auto& view = m_context.view;
    connect(&view.time(), &viewstate::TimeCursor::windowChanged, this, &Page::refreshSoon);
    connect(&view.time(), &viewstate::TimeCursor::rangeChanged, this, &Page::refreshSoon);
    connect(&view.navigation(), &viewstate::Navigation::selectionChanged, this, &Page::refreshSoon);
    connect(&view.filter(), &viewstate::Filter::expressionChanged, this, &Page::refreshSoon);
}

void Page::refreshSoon() {
    if (isVisible())
        m_refresh.start();
}

bool Page::isFleetOpen() const {
    return !m_context.store.fleet().clusters.empty() || m_context.fleetFile().has_value();
}

void Page::refreshNow() {
    if (const auto whose = foreignContent()) {
        m_notice->setNotice(theme::Status::Unknown, *whose);
        m_stack->setCurrentIndex(0);
        m_subtitle->hide();
        refresh();
        return;
    }
    const FleetState state = fleetState(m_context);
    if (state.instead) {
        m_notice->setNotice(state.noticeStatus, {});
        m_placeholder->setContent(*state.instead);
        m_stack->setCurrentWidget(m_placeholder);
        m_subtitle->hide();
        return;
    }
    m_notice->setNotice(state.noticeStatus, state.notice);
    m_stack->setCurrentIndex(0);
    m_subtitle->show();
    refresh();
}

void Page::setTitle(const QString& title, const QString& subtitle) {
    m_title->setText(title);
    m_subtitle->setText(subtitle);
}

void Page::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refreshNow();
}

void Page::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refreshSoon();
    }
    QWidget::changeEvent(event);
}

} // namespace causeway::app::pages
