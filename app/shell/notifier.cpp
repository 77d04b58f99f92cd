// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/notifier.h"

#include "pages/common/words.h"
#include "pages/links/link_facts.h"
#include "pages/links/link_words.h"
#include "theme/icons.h"

#include <QApplication>

namespace causeway::app::shell {

using pages::LinkWatch;
using pages::Words;
using State = LinkWatch::State;
using viewstate::NoticeRule;
using namespace Qt::StringLiterals;

Notifier::Notifier(const pages::Context& context, const viewstate::Settings& settings,
                   QObject* parent)
    : QObject(parent), m_context(context), m_settings(settings),
      m_tray(theme::icon(u"causeway"_s)) {
    connect(&context.store, &store::Store::edgesChanged, this, &Notifier::look);
    connect(&m_tray, &QSystemTrayIcon::messageClicked, this,
            [this] { Q_EMIT opened(m_shown); });
    connect(&m_tray, &QSystemTrayIcon::activated, this, [this] { Q_EMIT opened({}); });
    if (QSystemTrayIcon::isSystemTrayAvailable())
        m_tray.show();
}

// Only while the window follows the newest data: the store sums one window at a time, and a notice
// about the past is none.
void Notifier::look() {
    if (!m_context.view.time().isLive())
        return;
    if (m_fleet != m_context.store.fleet().location) {
        m_fleet = m_context.store.fleet().location;
        m_watch = {};
    }
    const domain::TimeRange window = m_context.view.time().window();
    for (const LinkWatch::Change& change :
         m_watch.look(m_context.store.links(window), window.end))
        if (!isMuted(change.now))
            show(noticeOf(change, window));
}

bool Notifier::isMuted(State state) const {
    switch (state) {
    case State::Failing:
        return m_settings.isMuted(NoticeRule::LinkFails);
    case State::Slow:
        return m_settings.isMuted(NoticeRule::LinkSlows);
    case State::Silent:
        return m_settings.isMuted(NoticeRule::LinkIsSilent);
    case State::Well:
        return m_settings.isMuted(NoticeRule::LinkIsWell);
    case State::Unknown:
        break;
    }
    return true;
}

Notifier::Notice Notifier::noticeOf(const LinkWatch::Change& change,
                                    const domain::TimeRange& window) const {
    Notice notice;
    notice.link = change.link;
    const QString name = Words::title(change.link);
    notice.text = Words::describe(change.verdict);
    switch (change.now) {
    case State::Failing:
        notice.title = tr("%1 fails").arg(name);
        notice.icon = QSystemTrayIcon::Critical;
        break;
    case State::Slow:
        notice.title = tr("%1 is not as usual").arg(name);
        notice.icon = QSystemTrayIcon::Warning;
        break;
    case State::Silent:
        notice.title = tr("%1 is silent").arg(name);
        notice.text = tr("%1 does not tell what its callers see.").arg(change.link.from);
        notice.icon = QSystemTrayIcon::Warning;
        return notice;
    default:
        notice.title = tr("%1 is well again").arg(name);
        return notice;
    }
    if (const QString hit = impact(change.link, window); !hit.isEmpty())
        notice.text += u'\n' + hit;
    return notice;
}

QString Notifier::impact(const domain::LinkRef& link, const domain::TimeRange& window) const {
    std::vector<causeway::link::LinkCalls> calls;
    for (const store::EdgeRow& edge : m_context.store.look(window)->edges)
        if (edge.key().link == link && edge.now.caller)
            calls.push_back({link.name().toStdString(),
                             edge.key().destination.shortName().toStdString(),
                             edge.key().destination.cluster.toStdString(),
                             edge.now.requestsPerSecond().value_or(0)});
    causeway::link::Verdict whole;
    whole.links = {link.name().toStdString()};
    const auto facts = pages::factsOf(m_context.store, window);
    return pages::LinkWords::impact(causeway::link::impactOf(whole, calls, facts.clusters));
}

void Notifier::show(const Notice& notice) {
    m_shown = notice.link;
    if (m_tray.isVisible() && QSystemTrayIcon::supportsMessages())
        m_tray.showMessage(notice.title, notice.text, notice.icon);
    else if (QWidget* window = QApplication::activeWindow(); window == nullptr)
        for (QWidget* each : QApplication::topLevelWidgets())
            QApplication::alert(each); // no tray: the task bar at least
    Q_EMIT noticed(notice);
}

} // namespace causeway::app::shell
