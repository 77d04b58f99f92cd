// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/commands.h"

#include "base/assert.h"

#include <QHash>
#include <QWidget>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

namespace {
constexpr auto kIcon = "icon";
} // namespace

Commands::Commands(QWidget* window) : QObject(window), m_window(window) {
    add(u"page.fleet"_s, u"fleet"_s, {Qt::CTRL | Qt::Key_1});
    add(u"page.links"_s, u"links"_s, {Qt::CTRL | Qt::Key_2});
    add(u"page.graph"_s, u"graph"_s, {Qt::CTRL | Qt::Key_3});
    add(u"page.metrics"_s, u"metrics"_s, {Qt::CTRL | Qt::Key_4});
    add(u"palette.open"_s, u"search"_s, {Qt::CTRL | Qt::Key_K});
    add(u"search.focus"_s, u"filter"_s, {Qt::Key_Slash});
    add(u"filter.clear"_s, u"filter"_s, {});
    add(u"time.live"_s, u"play"_s, {Qt::Key_F5});
    add(u"time.pause"_s, u"pause"_s, {Qt::Key_Space});
    add(u"time.earlier"_s, u"chevron-left"_s, {Qt::ALT | Qt::Key_PageUp});
    add(u"time.later"_s, u"chevron-right"_s, {Qt::ALT | Qt::Key_PageDown});
    add(u"time.choose"_s, u"clock"_s, {Qt::CTRL | Qt::Key_T});
    add(u"step.back"_s, u"chevron-left"_s, {Qt::Key_Escape});
    add(u"history.back"_s, u"chevron-left"_s, {Qt::ALT | Qt::Key_Left});
    add(u"history.forward"_s, u"chevron-right"_s, {Qt::ALT | Qt::Key_Right});
    add(u"inspector.toggle"_s, u"inspector"_s, {Qt::CTRL | Qt::Key_I});
    add(u"part.open"_s, u"inspector"_s, {Qt::CTRL | Qt::SHIFT | Qt::Key_D});
    add(u"part.float"_s, u"inspector"_s, {Qt::CTRL | Qt::SHIFT | Qt::Key_F});
    add(u"part.move"_s, u"inspector"_s, {Qt::CTRL | Qt::SHIFT | Qt::Key_M});
    add(u"part.tab"_s, u"inspector"_s, {Qt::CTRL | Qt::SHIFT | Qt::Key_T});
    add(u"part.close"_s, u"close"_s, {Qt::CTRL | Qt::Key_W});
    add(u"part.next"_s, u"inspector"_s, {Qt::Key_F6});
    add(u"window.new"_s, u"inspector"_s, {Qt::CTRL | Qt::SHIFT | Qt::Key_N});
    add(u"sources.retry"_s, u"refresh"_s, {Qt::CTRL | Qt::Key_R});
    add(u"fleet.open"_s, u"fleet"_s, {Qt::CTRL | Qt::Key_O});
    add(u"theme.toggle"_s, u"settings"_s, {});
    add(u"settings.open"_s, u"settings"_s, {Qt::CTRL | Qt::Key_Comma});
    add(u"help.page"_s, u"help"_s, {Qt::Key_F1});
    add(u"help.shortcuts"_s, u"keyboard"_s, {Qt::Key_Question});
    add(u"window.close"_s, u"close"_s, {Qt::CTRL | Qt::Key_Q});
    retranslate();
}

void Commands::add(const QString& id, const QString& icon, const QList<QKeySequence>& shortcuts) {
    auto* action = new QAction(this);
    action->setObjectName(id);
    action->setProperty(kIcon, icon);
    action->setShortcuts(shortcuts);
    m_window->addAction(action);
    m_actions << action;
}

QAction* Commands::action(const QString& id) const {
    const auto found = std::find_if(m_actions.begin(), m_actions.end(), [&](const QAction* action) {
        return action->objectName() == id;
    });
    CAUSEWAY_ASSERT(found != m_actions.end());
    return *found;
}

std::vector<models::Command> Commands::forPalette() const {
    std::vector<models::Command> commands;
    for (const QAction* action : m_actions) {
        models::Command command;
        command.id = action->objectName();
        command.title = action->text();
        command.shortcut = action->shortcut().toString(QKeySequence::NativeText);
        command.icon = action->property(kIcon).toString();
        if (command.id != "palette.open"_L1)
            commands.push_back(command);
    }
    return commands;
}

QString Commands::sheet() const {
    QString text = u"# "_s + tr("Shortcuts") + u"\n\n| | |\n| --- | --- |\n"_s;
    for (const QAction* action : m_actions)
        if (!action->shortcut().isEmpty())
            text += u"| %1 | %2 |\n"_s.arg(action->shortcut().toString(QKeySequence::NativeText),
                                           action->text());
    return text;
}

void Commands::trigger(const QString& id) const {
    action(id)->trigger();
}

void Commands::retranslate() {
    const QHash<QString, QString> titles{
        {u"page.fleet"_s, tr("Go to Fleet")},
        {u"page.links"_s, tr("Go to Links")},
        {u"page.graph"_s, tr("Go to Graph")},
        {u"page.metrics"_s, tr("Go to Metrics")},
        {u"palette.open"_s, tr("Search commands and objects")},
        {u"search.focus"_s, tr("Filter what is shown")},
        {u"filter.clear"_s, tr("Clear the filter")},
        {u"time.live"_s, tr("Follow live data")},
        {u"time.pause"_s, tr("Pause or go on")},
        {u"time.earlier"_s, tr("One span earlier")},
        {u"time.later"_s, tr("One span later")},
        {u"time.choose"_s, tr("Go to a time")},
        {u"step.back"_s, tr("Step back")},
        {u"history.back"_s, tr("Back in history")},
        {u"history.forward"_s, tr("Forward in history")},
        {u"inspector.toggle"_s, tr("Show or hide the inspector")},
        {u"part.open"_s, tr("Open this page as a part of its own")},
        {u"part.float"_s, tr("Float or dock this part")},
        {u"part.move"_s, tr("Move this part to the next side")},
        {u"part.tab"_s, tr("Stack this part on another as a tab")},
        {u"part.close"_s, tr("Close this part")},
        {u"part.next"_s, tr("Go to the next part")},
        {u"window.new"_s, tr("Open this page in a new window")},
        {u"sources.retry"_s, tr("Retry all clusters now")},
        {u"fleet.open"_s, tr("Open a fleet file")},
        {u"theme.toggle"_s, tr("Switch between light and dark")},
        {u"settings.open"_s, tr("Settings")},
        {u"help.page"_s, tr("Help on this page")},
        {u"help.shortcuts"_s, tr("Shortcuts")},
        {u"window.close"_s, tr("Quit")},
    };
    for (QAction* action : std::as_const(m_actions))
        action->setText(titles.value(action->objectName()));
}

} // namespace causeway::app::shell
