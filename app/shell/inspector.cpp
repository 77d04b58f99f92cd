// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/inspector.h"

#include "shell/figure_row.h"
#include "theme/icons.h"
#include "theme/type_scale.h"
#include "widgets/status_mark.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

namespace causeway::app::shell {

using theme::TextSize;
using theme::Token;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 320;
constexpr int kMargin = 16;

QLabel* label(const QString& text, TextSize size, const QString& tone,
              QFont::Weight weight = QFont::Normal) {
    auto* result = new QLabel(text);
    result->setFont(theme::font(size, weight));
    result->setWordWrap(true);
    result->setTextFormat(Qt::PlainText);
    result->setProperty("tone", tone);
    return result;
}

} // namespace

Inspector::Inspector(const pages::Context& context, QWidget* parent)
    : QWidget(parent), m_presenter(context), m_navigation(context.view.navigation()),
      m_scroll(new QScrollArea(this)), m_metrics(new QPushButton(this)),
      m_graph(new QPushButton(this)), m_copy(new QPushButton(this)) {
    setMinimumWidth(theme::scaled(kWidth));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_scroll, 1);
    column->addWidget(makeFoot());
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &Inspector::refreshNow);
    listen(context);
    retranslate();
}

void Inspector::listen(const pages::Context& context) {
    for (const auto signal :
         {&store::Store::fleetChanged, &store::Store::edgesChanged, &store::Store::eventsChanged})
        connect(&context.store, signal, this, &Inspector::refreshSoon);
    connect(&context.store, &store::Store::sourceChanged, this, &Inspector::refreshSoon);
    connect(&context.store, &store::Store::inventoryChanged, this, &Inspector::refreshSoon);
    connect(&context.view.time(), &viewstate::TimeCursor::windowChanged, this,
            &Inspector::refreshSoon);
    connect(&context.view.navigation(), &viewstate::Navigation::selectionChanged, this,
            &Inspector::refreshSoon);
}

void Inspector::refreshSoon() {
    if (isVisible())
        m_refresh.start();
}

void Inspector::refreshNow() {
    InspectorContent content = m_presenter.content();
    // Rebuilding takes focus and text selection away: only for something new.
    if (m_shown == content)
        return;
    const int scrolled = m_scroll->verticalScrollBar()->value();
    m_scroll->setWidget(build(content));
    m_copy->setHidden(content.command.isEmpty());
    m_copy->setToolTip(content.command);
    m_shown = std::move(content);
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

QWidget* Inspector::build(const InspectorContent& content) {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(kMargin, 12, kMargin, kMargin);
    column->setSpacing(2);
    addHead(*column, content);
    for (const InspectorContent::Section& section : content.sections)
        addSection(*column, section);
    column->addStretch(1);
    return page;
}

void Inspector::addHead(QVBoxLayout& column, const InspectorContent& content) {
    auto* top = new QHBoxLayout;
    top->addWidget(label(content.kind, TextSize::Caption, u"muted"_s), 1);
    if (!m_navigation.selection().isFleet()) {
        auto* close = new QToolButton;
        close->setIcon(theme::icon(u"close"_s));
        close->setToolTip(tr("Give the selection up  Esc"));
        close->setAccessibleName(tr("Give the selection up"));
        connect(
            close, &QToolButton::clicked, this, [this] { m_navigation.select({}); },
            Qt::QueuedConnection);
        top->addWidget(close);
    }
    column.addLayout(top);
    column.addWidget(label(content.title, TextSize::Title, {}, QFont::DemiBold));
    auto* mark = new widgets::StatusMark;
    mark->setStatus(content.status, content.why);
    column.addSpacing(4);
    column.addWidget(mark);
}

void Inspector::addSection(QVBoxLayout& column, const InspectorContent::Section& section) {
    column.addSpacing(16);
    column.addWidget(label(section.title, TextSize::Caption, u"muted"_s, QFont::DemiBold));
    column.addSpacing(2);
    for (const InspectorContent::Row& row : section.rows)
        column.addWidget(new FigureRow(row.label, row.figure));
    for (const InspectorContent::Entry& entry : section.entries)
        addEntry(column, entry);
    if (section.rows.empty() && section.entries.empty() && !section.nothing.isEmpty())
        column.addWidget(label(section.nothing, TextSize::Body, u"second"_s));
}

void Inspector::addEntry(QVBoxLayout& column, const InspectorContent::Entry& entry) {
    auto* mark = new widgets::StatusMark;
    mark->setFont(theme::font(TextSize::Body, QFont::DemiBold));
    mark->setQuiet(true);
    mark->setStatus(entry.status, entry.title);
    auto* row = new QHBoxLayout;
    row->addWidget(mark, 1);
    if (!entry.selection.isEmpty()) {
        auto* go = new QToolButton;
        go->setIcon(theme::icon(u"arrow-right"_s));
        go->setToolTip(tr("Select %1").arg(entry.title));
        go->setAccessibleName(go->toolTip());
        // Queued: selecting rebuilds this panel, and with it the button.
        connect(
            go, &QToolButton::clicked, this,
            [this, id = entry.selection] { m_presenter.select(id); }, Qt::QueuedConnection);
        row->addWidget(go);
    }
    column.addSpacing(4);
    column.addLayout(row);
    auto* detail = label(entry.detail, TextSize::Caption, u"second"_s);
    detail->setContentsMargins(16, 0, 0, 2);
    column.addWidget(detail);
}

// What can be done with the selection stays in sight, however long the panel is.
QWidget* Inspector::makeFoot() {
    auto* foot = new QWidget(this);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(kMargin, 8, kMargin, 12);
    row->setSpacing(8);
    for (QPushButton* button : {m_metrics, m_graph, m_copy})
        row->addWidget(button);
    row->addStretch(1);
    m_copy->setIcon(theme::icon(u"copy"_s));
    connect(m_metrics, &QPushButton::clicked, this, [this] { m_navigation.showPage(u"metrics"_s); });
    connect(m_graph, &QPushButton::clicked, this, [this] { m_navigation.showPage(u"graph"_s); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (m_shown)
            QGuiApplication::clipboard()->setText(m_shown->command);
    });
    return foot;
}

void Inspector::retranslate() {
    m_metrics->setText(tr("Metrics"));
    m_graph->setText(tr("Graph"));
    m_copy->setText(tr("Copy CLI"));
}

void Inspector::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refreshNow();
}

void Inspector::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) {
        retranslate();
        m_copy->setIcon(theme::icon(u"copy"_s));
        m_shown.reset();
        refreshSoon();
    }
    QWidget::changeEvent(event);
}

void Inspector::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::Tokens::current()[Token::Panel]);
    const QColor divider = theme::Tokens::current()[Token::Divider];
    painter.fillRect(QRectF(0, 0, 1, height()), divider);
    if (m_scroll->verticalScrollBar()->maximum() > 0) // there is more above the foot
        painter.fillRect(QRectF(1, m_scroll->geometry().bottom(), width(), 1), divider);
}

} // namespace causeway::app::shell
