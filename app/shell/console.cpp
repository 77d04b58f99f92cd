// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/console.h"

#include <QApplication>
#include <QFileInfo>
#include <QFontDatabase>
#include <QStandardPaths>
#include <QTimer>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;
using viewstate::FontChoice;
using viewstate::ThemeChoice;

namespace {

theme::Mode modeOf(ThemeChoice choice) {
    return choice == ThemeChoice::Light  ? theme::Mode::Light
           : choice == ThemeChoice::Dark ? theme::Mode::Dark
                                         : theme::Mode::FollowSystem;
}

} // namespace

Console::Console(const Options& options) : m_options(options), m_settings(m_storage) {
    // Beside the program in the build tree and when installed.
    m_plugins.load(QCoreApplication::applicationDirPath() + u"/../lib/causeway/connectors"_s);
    for (const connect::RejectedPlugin& rejected : m_plugins.rejected())
        qWarning("%s", qUtf8Printable(rejected.file + u": "_s + rejected.reason));
    applyLook();
    m_language.use(options.language.isEmpty() ? m_settings.language() : options.language);
    m_window = std::make_unique<MainWindow>(context(), m_settings, m_language);
    listen();
}

void Console::listen() {
    QObject::connect(&m_settings, &viewstate::Settings::themeChanged, this, &Console::applyLook);
    QObject::connect(&m_settings, &viewstate::Settings::fontChanged, this, &Console::applyLook);
    QObject::connect(&m_settings, &viewstate::Settings::languageChanged, this,
                     [this] { m_language.use(m_settings.language()); });
    QObject::connect(&m_store, &store::Store::edgesChanged, this,
                     [this] {
                         m_view.time().setNewest(*m_store.newest());
                         if (m_options.back.count() > 0)
                             m_view.time().moveBy(-std::exchange(m_options.back, {}));
                     });
    QObject::connect(&m_store, &store::Store::recordingStopped, this, [](const QString& reason) {
        qWarning("nothing is recorded: %s", qUtf8Printable(reason));
    });
    // A picture is taken by a program: nobody is to be disturbed by it.
    if (m_options.capture.isEmpty()) {
        m_notifier = std::make_unique<Notifier>(context(), m_settings);
        QObject::connect(m_notifier.get(), &Notifier::opened, this, &Console::showLink);
    }
    QObject::connect(m_window.get(), &MainWindow::fleetChosen, this, &Console::openFleet);
    QObject::connect(m_window.get(), &MainWindow::retryRequested, this, [this] {
        if (m_connection)
            m_connection->retryNow();
    });
    QObject::connect(m_window.get(), &MainWindow::closing, this, [this] {
        // A picture is taken by a program, whose window is nobody's session.
        if (m_options.capture.isEmpty())
            viewstate::saveSession(m_storage, m_store.fleet().location, m_view,
                                   m_window->shellState());
    });
}

Console::~Console() = default;

void Console::showLink(const domain::LinkRef& link) {
    if (!link.isNull())
        m_view.navigation().goTo({u"links"_s, link});
    m_window->showNormal();
    m_window->raise();
    m_window->activateWindow();
}

pages::Context Console::context() {
    const auto now = [this] { return std::chrono::floor<domain::Milliseconds>(m_clock.wallNow()); };
    const auto fleetFile = [this] {
        return m_connection ? std::optional(m_connection->fleetState()) : std::nullopt;
    };
    pages::Context context{m_store, m_view, now, fleetFile};
    context.list = [this](const QString& cluster, const sdk::ObjectQuery& query, auto then) {
        return ask<sdk::ObjectsAnswer>(
            cluster, [&](connect::Session& session) { return session.listObjects(query); },
            &connect::Session::objectsAnswered, std::move(then));
    };
    context.apply = [this](const QString& cluster, const sdk::Action& action, auto then) {
        return ask<sdk::ActionAnswer>(
            cluster, [&](connect::Session& session) { return session.apply(action); },
            &connect::Session::actionFinished, std::move(then));
    };
    context.isUnlocked = [this] { return m_window && m_window->productionUnlocked(); };
    return context;
}

template <typename Answer, typename Signal, typename Ask>
bool Console::ask(const QString& cluster, Ask ask, Signal signal,
                  std::function<void(const Answer&)> then) {
    connect::Session* session = m_connection ? m_connection->session(cluster) : nullptr;
    const sdk::RequestId id = session != nullptr ? ask(*session) : 0;
    if (id == 0)
        return false;
    auto* once = new QObject(session);
    QObject::connect(session, signal, once,
                     [once, id, then = std::move(then)](sdk::RequestId answered,
                                                        const Answer& answer) {
                         if (answered != id)
                             return;
                         once->deleteLater();
                         then(answer);
                     });
    return true;
}

void Console::show() {
    const bool picture = !m_options.capture.isEmpty();
    const QString file =
        m_options.fleet.isEmpty() ? QString() : QFileInfo(m_options.fleet).absoluteFilePath();
    m_window->restoreShell(picture ? viewstate::ShellState()
                                   : viewstate::restoreSession(m_storage, file, m_view));
    if (!m_options.page.isEmpty())
        m_view.navigation().showPage(m_options.page);
    if (m_options.size.isValid())
        m_window->resize(m_options.size);
    if (m_options.timeFirstPaint)
        m_firstPaint = std::make_unique<FirstPaint>(*m_window);
    m_window->show();
    if (picture)
        captureLater();
    // After the first paint: a fleet that is slow to read must not delay the window.
    if (!file.isEmpty())
        QTimer::singleShot(0, this, [this, file] { openFleet(file); });
}

void Console::openFleet(const QString& file) {
    m_view.time().goLive();
    m_connection = std::make_unique<connect::FleetConnection>(m_plugins, file, m_clock);
    lead(*m_connection);
    m_connection->start();
}

void Console::lead(connect::FleetConnection& connection) {
    using connect::FleetConnection;
    QObject::connect(&connection, &FleetConnection::fleetRead, &m_store, &store::Store::setFleet);
    QObject::connect(&connection, &FleetConnection::updated, &m_store, &store::Store::apply);
    QObject::connect(&connection, &FleetConnection::sourceChanged, &m_store,
                     &store::Store::setSource);
    QObject::connect(&connection, &FleetConnection::fleetRead, this, &Console::record);
    QObject::connect(&connection, &FleetConnection::fleetStateChanged, m_window.get(),
                     &MainWindow::refresh);
}

void Console::record(const domain::Fleet& fleet) {
    // A scene is a recording already.
    if (!m_options.capture.isEmpty() || fleet.location.endsWith(".json"_L1))
        return;
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    m_store.record(u"%1/flight/%2.sqlite"_s.arg(folder, fleet.name), context().now());
}

void Console::applyLook() {
    theme::Mode mode = modeOf(m_settings.theme());
    if (m_options.dark)
        mode = *m_options.dark ? theme::Mode::Dark : theme::Mode::Light;
    theme::TypeSettings type{{}, theme::systemTextScale()};
    if (m_settings.font() == FontChoice::System)
        type.family = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    m_theme.apply(mode, type);
}

void Console::captureLater() {
    QTimer::singleShot(m_options.captureAfter, this, [this] {
        const bool written = m_window->grab().save(m_options.capture);
        if (!written)
            qCritical("--capture: cannot write %s: choose a folder you may write to and a name "
                      "that ends in .png",
                      qUtf8Printable(m_options.capture));
        QCoreApplication::exit(written ? 0 : 1);
    });
}

} // namespace causeway::app::shell
