// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/workspace.h"

#include "pages/fleet/fleet_page.h"
#include "pages/graph/graph_page.h"
#include "pages/links/links_page.h"
#include "pages/metrics/metrics_page.h"

#include <QApplication>
#include <QDataStream>
#include <QEvent>
#include <QIODevice>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

namespace {
constexpr int kArrangement = 1; // format
constexpr auto kPage = "page";  // property of a part
constexpr QSize kLeastPage(420, 300);
} // namespace

Workspace::Workspace(const pages::Context& context, QWidget* parent)
    : QMainWindow(parent, parent != nullptr ? Qt::Widget : Qt::Window), m_context(context) {
    setDockNestingEnabled(true);
    setDockOptions(AllowNestedDocks | AllowTabbedDocks | GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
}

Workspace::~Workspace() {
    // Parts that go with their workspace need not be taken off its list.
    for (QDockWidget* part : std::as_const(m_parts))
        part->disconnect(this);
}

QStringList Workspace::pageNames() {
    return {u"fleet"_s, u"links"_s, u"graph"_s, u"metrics"_s};
}

QString Workspace::pageTitle(const QString& page) {
    return page == "fleet"_L1   ? tr("Fleet")
           : page == "links"_L1 ? tr("Links")
           : page == "graph"_L1 ? tr("Graph")
                                : tr("Metrics");
}

pages::Page* Workspace::makePage(const QString& page, const pages::Context& context,
                                 QWidget* parent) {
    if (page == "fleet"_L1)
        return new pages::FleetPage(context, parent);
    if (page == "links"_L1)
        return new pages::LinksPage(context, parent);
    if (page == "graph"_L1)
        return new pages::GraphPage(context, parent);
    return page == "metrics"_L1 ? new pages::MetricsPage(context, parent) : nullptr;
}

QDockWidget* Workspace::addPage(const QString& page) {
    return addPage(page, u"%1.%2"_s.arg(page).arg(++m_made));
}

QDockWidget* Workspace::addPage(const QString& page, const QString& name) {
    auto* widget = makePage(page, m_context, this);
    if (widget == nullptr)
        return nullptr;
    widget->setMinimumSize(kLeastPage);
    QDockWidget* part = addPart(name, widget);
    part->setProperty(kPage, page);
    part->setAttribute(Qt::WA_DeleteOnClose);
    connect(part, &QObject::destroyed, this, [this, part] { m_parts.removeAll(part); });
    retranslate();
    return part;
}

QDockWidget* Workspace::addPart(const QString& name, QWidget* widget) {
    auto* part = new QDockWidget(this);
    part->setObjectName(name);
    part->setWidget(widget);
    addDockWidget(Qt::RightDockWidgetArea, part);
    part->show(); // now: the layout would only do it in the next turn
    m_parts << part;
    return part;
}

QList<QDockWidget*> Workspace::parts() const {
    return m_parts;
}

QDockWidget* Workspace::currentPart() const {
    for (QWidget* at = QApplication::focusWidget(); at != nullptr; at = at->parentWidget())
        if (auto* part = qobject_cast<QDockWidget*>(at); part != nullptr && m_parts.contains(part))
            return part;
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part)
        if (!(*part)->isHidden())
            return *part;
    return nullptr;
}

void Workspace::floatPart() {
    QDockWidget* part = currentPart();
    if (part == nullptr)
        return;
    part->setFloating(!part->isFloating());
    part->activateWindow();
}

void Workspace::movePart() {
    QDockWidget* part = currentPart();
    if (part == nullptr)
        return;
    const QList<Qt::DockWidgetArea> sides{Qt::RightDockWidgetArea, Qt::BottomDockWidgetArea,
                                          Qt::LeftDockWidgetArea, Qt::TopDockWidgetArea};
    const qsizetype next = (sides.indexOf(dockWidgetArea(part)) + 1) % sides.size();
    part->setFloating(false);
    addDockWidget(sides.at(next), part);
}

void Workspace::tabPart() {
    QDockWidget* part = currentPart();
    for (QDockWidget* other : std::as_const(m_parts)) {
        if (part == nullptr || other == part || other->isHidden() || other->isFloating())
            continue;
        part->setFloating(false);
        tabifyDockWidget(other, part);
        part->raise();
        return;
    }
}

void Workspace::closePart() {
    if (QDockWidget* part = currentPart())
        part->close();
}

void Workspace::focusNextPart() {
    QList<QWidget*> stops;
    if (centralWidget() != nullptr)
        stops << centralWidget();
    for (QDockWidget* part : std::as_const(m_parts))
        if (!part->isHidden())
            stops << part->widget();
    if (stops.isEmpty())
        return;
    qsizetype now = -1;
    for (qsizetype i = 0; i < stops.size(); ++i)
        if (stops.at(i)->isAncestorOf(QApplication::focusWidget())
            || stops.at(i) == QApplication::focusWidget())
            now = i;
    QWidget* next = stops.at((now + 1) % stops.size());
    if (auto* part = qobject_cast<QDockWidget*>(next->parentWidget()))
        part->raise();
    next->window()->activateWindow();
    // Into it, where something takes the keyboard.
    QWidget* into = next;
    for (QWidget* child : next->findChildren<QWidget*>())
        if (child->isVisibleTo(next) && child->focusPolicy() & Qt::TabFocus) {
            into = child;
            break;
        }
    into->setFocus(Qt::TabFocusReason);
}

QByteArray Workspace::arrangement() const {
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    QMap<QString, QString> pages; // by name of the part
    for (const QDockWidget* part : m_parts)
        if (const QString page = part->property(kPage).toString(); !page.isEmpty())
            pages.insert(part->objectName(), page);
    stream << pages << saveState(kArrangement);
    return bytes;
}

void Workspace::arrange(const QByteArray& arrangement) {
    QDataStream stream(arrangement);
    stream.setVersion(QDataStream::Qt_6_4);
    QMap<QString, QString> pages;
    QByteArray state;
    stream >> pages >> state;
    if (stream.status() != QDataStream::Ok)
        return;
    for (const auto& [name, page] : pages.asKeyValueRange()) {
        if (addPage(page, name) != nullptr)
            m_made = std::max(m_made, name.section(u'.', -1).toInt());
    }
    restoreState(state, kArrangement);
}

void Workspace::retranslate() {
    for (QDockWidget* part : std::as_const(m_parts))
        if (const QString page = part->property(kPage).toString(); !page.isEmpty()) {
            part->setWindowTitle(pageTitle(page));
            part->setAccessibleName(pageTitle(page));
        }
}

void Workspace::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

} // namespace causeway::app::shell
