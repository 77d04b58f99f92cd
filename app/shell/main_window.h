// SPDX-License-Identifier: GPL-3.0-or-later
// The console's first window: rail, top bar, pages and the parts around them, time line and status
// line, and the keyboard that works everywhere, also in the windows beside it. Owned by the
// Console; GUI thread; asks no cluster anything.
#pragma once

#include "pages/common/context.h"
#include "shell/commands.h"
#include "viewstate/session.h"
#include "viewstate/settings.h"

#include <QMainWindow>
#include <QTimer>

#include <map>

class QDockWidget;
class QStackedWidget;

namespace causeway::app::pages {
class Page;
}
namespace causeway::app::widgets {
class TimeLine;
}

namespace causeway::app::shell {

class Inspector;
class Language;
class Palette;
class Rail;
class StatusLine;
class TopBar;
class Windows;
class Workspace;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const pages::Context& context, viewstate::Settings& settings,
               const Language& language);
    ~MainWindow() override;

    [[nodiscard]] viewstate::ShellState shellState() const;
    void restoreShell(const viewstate::ShellState& state);
    [[nodiscard]] bool productionUnlocked() const { return m_unlocked; }
    // Everything that may have grown older or changed its reason.
    void refresh();

Q_SIGNALS:
    void fleetChosen(const QString& file);
    void retryRequested();
    void closing();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void addPages();
    void layOut();
    void connectCommands();
    void connectParts();
    void connectTime();
    void connectFrame();
    void connectState();
    void showPage();
    void updateTime();
    void updateSources();
    void updateFrame();
    void retranslate();
    void toggleInspector(bool shown);
    void toggleLock();
    void openFleet();
    void openHelp();
    // The one with the keyboard: of this window, or of one beside it.
    [[nodiscard]] Workspace& activeWorkspace() const;

    pages::Context m_context;
    viewstate::Settings& m_settings;
    const Language& m_language;
    Commands* m_commands;
    models::CommandsModel m_paletteModel;
    Rail* m_rail;
    TopBar* m_topBar;
    QStackedWidget* m_stack;
    Workspace* m_workspace;
    Inspector* m_inspector;
    QDockWidget* m_inspectorPart;
    Windows* m_windows;
    widgets::TimeLine* m_timeLine;
    StatusLine* m_statusLine;
    Palette* m_palette;
    std::map<QString, pages::Page*> m_pages;
    QTimer m_second; // ages grow while nothing arrives
    bool m_unlocked = false;
};

} // namespace causeway::app::shell
