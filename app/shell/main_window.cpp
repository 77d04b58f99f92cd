// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/main_window.h"

#include "pages/common/findings.h"
#include "pages/common/page.h"
#include "pages/common/words.h"
#include "shell/go_to_time.h"
#include "shell/help_dialog.h"
#include "shell/inspector.h"
#include "shell/language.h"
#include "shell/palette.h"
#include "shell/rail.h"
#include "shell/settings_dialog.h"
#include "shell/status_line.h"
#include "shell/time_line_presenter.h"
#include "shell/top_bar.h"
#include "shell/windows.h"
#include "shell/workspace.h"
#include "theme/icons.h"
#include "widgets/time_line.h"

#include <QCloseEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace causeway::app::shell {

using pages::Words;
using viewstate::ThemeChoice;
using namespace Qt::StringLiterals;

MainWindow::MainWindow(const pages::Context& context, viewstate::Settings& settings,
                       const Language& language)
    : m_context(context), m_settings(settings), m_language(language),
      m_commands(new Commands(this)), m_rail(new Rail(this)), m_topBar(new TopBar(this)),
      m_stack(new QStackedWidget(this)), m_workspace(new Workspace(context, this)),
      m_inspector(new Inspector(context, this)),
      m_inspectorPart(m_workspace->addPart(u"inspector"_s, m_inspector)),
      m_windows(new Windows(context, m_commands->all(), this)),
      m_timeLine(new widgets::TimeLine(this)), m_statusLine(new StatusLine(this)),
      m_palette(new Palette(m_paletteModel, this)) {
    setWindowIcon(theme::applicationIcon());
    addPages();
    layOut();
    connectCommands();
    connectTime();
    connectParts();
    connectFrame();
    connectState();
    retranslate();
    updateFrame();
    showPage();
    m_second.start(std::chrono::seconds(1));
}

MainWindow::~MainWindow() = default;

void MainWindow::addPages() {
    for (const QString& id : Workspace::pageNames()) {
        m_pages[id] = Workspace::makePage(id, m_context, this);
        connect(m_pages.at(id), &pages::Page::fleetWanted, this, &MainWindow::openFleet);
        m_rail->addPage(id, id);
        m_stack->addWidget(m_pages.at(id));
    }
    m_rail->addAction(u"help"_s, m_commands->action(u"help.page"_s));
    m_rail->addAction(u"settings"_s, m_commands->action(u"settings.open"_s));
}

void MainWindow::layOut() {
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    m_workspace->setCentralWidget(m_stack);
    middle->addWidget(m_workspace, 1);
    auto* all = new QWidget(this);
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_topBar);
    column->addLayout(middle, 1);
    column->addWidget(m_timeLine);
    column->addWidget(m_statusLine);
    setCentralWidget(all);
    setMinimumSize(960, 600);
    resize(1600, 1000);
}

void MainWindow::connectCommands() {
    auto& view = m_context.view;
    const auto on = [this](const QString& id, auto run) {
        connect(m_commands->action(id), &QAction::triggered, this, run);
    };
    for (const auto& [id, page] : m_pages)
        on(u"page."_s + id, [&view, id = id] { view.navigation().showPage(id); });
    on(u"palette.open"_s, [this] {
        m_paletteModel.setObjects(m_context.store);
        m_palette->openAtTop();
    });
    on(u"search.focus"_s, [this, &view] {
        if (m_pages.at(view.navigation().page())->searchField() == nullptr)
            view.navigation().showPage(u"graph"_s);
        if (QWidget* field = m_pages.at(view.navigation().page())->searchField())
            field->setFocus(Qt::ShortcutFocusReason);
    });
    on(u"filter.clear"_s, [&view] { view.filter().clear(); });
    on(u"step.back"_s, [&view] { view.navigation().stepBack(); });
    on(u"history.back"_s, [&view] { view.navigation().back(); });
    on(u"history.forward"_s, [&view] { view.navigation().forward(); });
    on(u"inspector.toggle"_s, [this] { toggleInspector(m_inspectorPart->isHidden()); });
    on(u"sources.retry"_s, [this] { Q_EMIT retryRequested(); });
    on(u"fleet.open"_s, [this] { openFleet(); });
    on(u"theme.toggle"_s, [this] {
        const bool dark = theme::Tokens::current().scheme() == theme::Scheme::Dark;
        m_settings.setTheme(dark ? ThemeChoice::Light : ThemeChoice::Dark);
    });
    on(u"settings.open"_s, [this] { SettingsDialog(m_settings, this).exec(); });
    on(u"help.page"_s, [this] { openHelp(); });
    on(u"help.shortcuts"_s,
       [this] { (new HelpDialog(tr("Shortcuts"), m_commands->sheet(), this))->show(); });
    on(u"window.close"_s, [this] { close(); });
}

void MainWindow::connectTime() {
    auto& time = m_context.view.time();
    const auto on = [this](const QString& id, auto run) {
        connect(m_commands->action(id), &QAction::triggered, this, run);
    };
    on(u"time.live"_s, [&time] { time.goLive(); });
    on(u"time.pause"_s, [&time] { time.togglePause(); });
    on(u"time.earlier"_s, [&time] { time.moveBy(-time.range().span()); });
    on(u"time.later"_s, [&time] { time.moveBy(time.range().span()); });
    on(u"time.choose"_s, [this, &time] {
        if (const auto at = askForTime(this, m_context.now()))
            time.goTo(*at);
    });
}

void MainWindow::connectParts() {
    const auto on = [this](const QString& id, auto run) {
        connect(m_commands->action(id), &QAction::triggered, this, run);
    };
    on(u"part.open"_s, [this] { activeWorkspace().addPage(m_context.view.navigation().page()); });
    on(u"part.float"_s, [this] { activeWorkspace().floatPart(); });
    on(u"part.move"_s, [this] { activeWorkspace().movePart(); });
    on(u"part.tab"_s, [this] { activeWorkspace().tabPart(); });
    on(u"part.close"_s, [this] { activeWorkspace().closePart(); });
    on(u"part.next"_s, [this] { activeWorkspace().focusNextPart(); });
    on(u"window.new"_s, [this] { m_windows->open(m_context.view.navigation().page()); });
    // Not through this: the part also tells it while the window's children go, after the window itself.
    connect(m_inspectorPart, &QDockWidget::visibilityChanged, m_topBar,
            [bar = m_topBar, part = m_inspectorPart] { bar->setInspectorShown(!part->isHidden()); });
}

Workspace& MainWindow::activeWorkspace() const {
    Workspace* other = m_windows->active();
    return other != nullptr ? *other : *m_workspace;
}

void MainWindow::connectFrame() {
    auto& navigation = m_context.view.navigation();
    auto& time = m_context.view.time();
    connect(m_rail, &Rail::pageChosen, &navigation, &viewstate::Navigation::showPage);
    connect(m_topBar, &TopBar::searchClicked, m_commands->action(u"palette.open"_s),
            &QAction::trigger);
    connect(m_topBar, &TopBar::fleetClicked, this, &MainWindow::openFleet);
    connect(m_topBar, &TopBar::liveClicked, this,
            [&time] { time.isLive() ? time.pause() : time.goLive(); });
    connect(m_topBar, &TopBar::inspectorClicked, m_commands->action(u"inspector.toggle"_s),
            &QAction::trigger);
    connect(m_topBar, &TopBar::spanChosen, this,
            [&time](int minutes) { time.setSpan(std::chrono::minutes(minutes)); });
    connect(m_topBar, &TopBar::lockToggled, this, &MainWindow::toggleLock);
    connect(m_timeLine, &widgets::TimeLine::cursorMoved, this,
            [&time](qint64 at) { time.goTo(domain::instantOf(at)); });
    connect(m_timeLine, &widgets::TimeLine::liveRequested, this, [&time] { time.goLive(); });
    connect(m_statusLine, &StatusLine::sourceClicked, this, [&navigation](const QString& cluster) {
        navigation.select(domain::ClusterRef{cluster});
    });
    connect(m_statusLine, &StatusLine::findingsClicked, this, [this, &navigation] {
        toggleInspector(true);
        navigation.select({});
    });
    connect(m_palette, &Palette::commandChosen, m_commands, &Commands::trigger);
    connect(m_palette, &Palette::objectChosen, &navigation, &viewstate::Navigation::select);
}

void MainWindow::connectState() {
    auto& view = m_context.view;
    connect(&view.navigation(), &viewstate::Navigation::pageChanged, this, &MainWindow::showPage);
    connect(&view.time(), &viewstate::TimeCursor::windowChanged, this, &MainWindow::updateTime);
    connect(&view.time(), &viewstate::TimeCursor::rangeChanged, this, &MainWindow::updateTime);
    connect(&m_context.store, &store::Store::eventsChanged, this, &MainWindow::updateTime);
    // A cursor that stands asks once, and is answered a moment later.
    connect(&m_context.store, &store::Store::edgesChanged, this, [this] {
        if (!m_context.view.time().isLive())
            updateTime();
    });
    connect(&m_context.store, &store::Store::pastChanged, this, &MainWindow::updateFrame);
    connect(&m_context.store, &store::Store::sourceChanged, this, &MainWindow::updateSources);
    connect(&m_context.store, &store::Store::fleetChanged, this, &MainWindow::updateFrame);
    connect(&m_second, &QTimer::timeout, this, &MainWindow::refresh);
}

void MainWindow::refresh() {
    updateSources();
    if (!m_context.view.time().isLive())
        m_topBar->setTime(m_context.view.time(), m_context.now());
    m_inspector->refreshSoon();
    m_pages.at(m_context.view.navigation().page())->refreshSoon();
}

void MainWindow::showPage() {
    const auto page = m_pages.find(m_context.view.navigation().page());
    if (page == m_pages.end())
        return;
    m_rail->setCurrentPage(page->first);
    m_stack->setCurrentWidget(page->second);
    page->second->setFocus();
}

void MainWindow::updateTime() {
    const auto& time = m_context.view.time();
    m_topBar->setTime(time, m_context.now());
    m_timeLine->setContent(timeLineContent(m_context));
    m_timeLine->setCursorTime(time.isLive() ? std::nullopt
                                            : std::optional(domain::epochMs(time.at())));
}

void MainWindow::updateSources() {
    std::vector<StatusLine::Source> sources;
    QString role;
    for (const domain::Cluster& cluster : m_context.store.fleet().clusters) {
        const domain::SourceState source = m_context.store.source(cluster.name);
        const domain::Instant now = m_context.now();
        const bool calm = source.fresh() || source.condition == domain::SourceCondition::Connecting;
        sources.push_back({cluster.name, Words::status(source.condition),
                           calm ? Words::brief(source, now) : Words::headline(source, now),
                           Words::describe(source, now)});
        if (role.isEmpty())
            role = source.role;
    }
    m_statusLine->setSources(sources);
    m_statusLine->setRole(role);
    const auto found = pages::findings(m_context);
    m_statusLine->setFindings(int(found.size()),
                              !found.empty() && found.front().status == theme::Status::Failing);
}

void MainWindow::updateFrame() {
    const domain::Fleet& fleet = m_context.store.fleet();
    QStringList production;
    for (const domain::Cluster& cluster : fleet.clusters)
        if (cluster.production)
            production << cluster.name;
    m_topBar->setFleet(fleet.name, fleet.location);
    m_topBar->setProduction(production, m_unlocked);
    setWindowTitle(fleet.name.isEmpty() ? u"Causeway"_s : u"%1 – Causeway"_s.arg(fleet.name));
    m_windows->setFleetName(windowTitle());
    updateTime();
    updateSources();
}

void MainWindow::toggleInspector(bool shown) {
    m_inspectorPart->setVisible(shown);
    m_topBar->setInspectorShown(shown);
}

void MainWindow::toggleLock() {
    // Opening needs a second thought; closing does not.
    const bool open =
        !m_unlocked
        && QMessageBox::question(
               this, tr("Unlock production"),
               tr("Changes to production clusters become possible until you lock them "
                  "again or close the console. Unlock?"))
               == QMessageBox::Yes;
    m_unlocked = open;
    updateFrame();
}

void MainWindow::openFleet() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a fleet file"), {}, tr("Fleets (*.yaml *.yml);;Recorded scenes (*.json)"));
    if (!file.isEmpty())
        Q_EMIT fleetChosen(file);
}

void MainWindow::openHelp() {
    const QString& page = m_context.view.navigation().page();
    (new HelpDialog(Workspace::pageTitle(page), HelpDialog::pageText(m_language.code(), page),
                    this))
        ->show();
}

void MainWindow::retranslate() {
    m_commands->retranslate();
    m_paletteModel.setCommands(m_commands->forPalette());
    for (const auto& [id, page] : m_pages)
        m_rail->setPageTitle(id, Workspace::pageTitle(id),
                             m_commands->action(u"page."_s + id)->shortcut().toString());
    m_topBar->retranslate();
    m_timeLine->setAccessibleName(tr("Time line"));
    m_statusLine->setAccessibleName(tr("Sources"));
    m_inspector->setAccessibleName(tr("Inspector"));
    m_inspectorPart->setWindowTitle(tr("Inspector"));
}

viewstate::ShellState MainWindow::shellState() const {
    return {{u"geometry"_s, saveGeometry()},
            {u"inspector"_s, m_inspectorPart->isHidden() ? "hidden" : "shown"},
            {u"parts"_s, m_workspace->arrangement()},
            {u"windows"_s, m_windows->state()}};
}

void MainWindow::restoreShell(const viewstate::ShellState& state) {
    if (state.contains(u"geometry"_s))
        restoreGeometry(state.value(u"geometry"_s));
    m_workspace->arrange(state.value(u"parts"_s));
    toggleInspector(state.value(u"inspector"_s) != "hidden");
    m_windows->restore(state.value(u"windows"_s));
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        updateFrame();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    Q_EMIT closing();
    m_windows->closeAll();
    QMainWindow::closeEvent(event);
}

} // namespace causeway::app::shell
