// SPDX-License-Identifier: GPL-3.0-or-later
// The whole console put together: settings, theme, language, plug-ins, connection, store, view
// state and window, led to each other. Owned by main(); GUI thread.
#pragma once

#include "base/clock.h"
#include "connect/fleet_connection.h"
#include "shell/first_paint.h"
#include "shell/language.h"
#include "shell/main_window.h"
#include "shell/notifier.h"
#include "shell/options.h"
#include "shell/past_loader.h"
#include "theme/theme.h"

#include <QSettings>

namespace causeway::app::shell {

class Console final : public QObject {
    Q_OBJECT
public:
    explicit Console(const Options& options);
    ~Console() override;
    void show();

private:
    void openFleet(const QString& file);
    void lead(connect::FleetConnection& connection);
    void record(const domain::Fleet& fleet);
    void applyLook();
    void listen();
    void captureLater();
    void showLink(const domain::LinkRef& link);
    [[nodiscard]] pages::Context context();
    // Runs `ask(session)`, and `then` with the answer that `signal` brings to it.
    template <typename Answer, typename Signal, typename Ask>
    bool ask(const QString& cluster, Ask ask, Signal signal,
             std::function<void(const Answer&)> then);

    Options m_options;
    SystemClock m_clock;
    QSettings m_storage;
    viewstate::Settings m_settings;
    theme::Theme m_theme;
    Language m_language;
    store::Store m_store{store::Store::Sums::Aside};
    viewstate::ViewState m_view;
    PastLoader m_past{m_store, m_view.time()};
    connect::PluginHost m_plugins;
    std::unique_ptr<connect::FleetConnection> m_connection;
    std::unique_ptr<FirstPaint> m_firstPaint;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<MainWindow> m_window; // made last: it needs the look and the words
};

} // namespace causeway::app::shell
