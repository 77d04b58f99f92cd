// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the person at the desk, also while the window is hidden, that a link fails, became slow, is
// silent or is well again: by the system's notifications, each kind of which can be muted. Owned by
// the Console; GUI thread.
#pragma once

#include "pages/common/context.h"
#include "pages/links/link_watch.h"
#include "viewstate/settings.h"

#include <QObject>
#include <QSystemTrayIcon>

namespace causeway::app::shell {

class Notifier final : public QObject {
    Q_OBJECT
public:
    // A notice as it is shown.
    struct Notice {
        QString title; // "aws → gcp fails"
        QString text;  // why, and whom it concerns
        domain::LinkRef link;
        QSystemTrayIcon::MessageIcon icon = QSystemTrayIcon::Information;
    };

    Notifier(const pages::Context& context, const viewstate::Settings& settings,
             QObject* parent = nullptr);

Q_SIGNALS:
    void noticed(const causeway::app::shell::Notifier::Notice& notice);
    // Somebody clicked on a notice.
    void opened(const causeway::app::domain::LinkRef& link);

private:
    void look();
    [[nodiscard]] bool isMuted(pages::LinkWatch::State state) const;
    [[nodiscard]] Notice noticeOf(const pages::LinkWatch::Change& change,
                                  const domain::TimeRange& window) const;
    [[nodiscard]] QString impact(const domain::LinkRef& link,
                                 const domain::TimeRange& window) const;
    void show(const Notice& notice);

    pages::Context m_context;
    const viewstate::Settings& m_settings;
    pages::LinkWatch m_watch;
    QString m_fleet; // that the watch is of
    QSystemTrayIcon m_tray;
    domain::LinkRef m_shown; // by the newest notice
};

} // namespace causeway::app::shell
