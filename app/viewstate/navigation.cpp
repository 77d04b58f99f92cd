// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/navigation.h"

namespace causeway::app::viewstate {

void Navigation::goTo(const Place& to) {
    if (to == place())
        return;
    m_history.resize(m_position + 1);
    m_history.push_back(to);
    const bool full = m_history.size() > kKept;
    if (full)
        m_history.erase(m_history.begin());
    const Place from = m_history[m_history.size() - 2];
    m_position = m_history.size() - 1;
    announce(from);
}

void Navigation::back() {
    if (canGoBack())
        moveTo(m_position - 1);
}

void Navigation::forward() {
    if (canGoForward())
        moveTo(m_position + 1);
}

void Navigation::stepBack() {
    if (selection().isFleet())
        back();
    else
        select({});
}

void Navigation::moveTo(std::size_t position) {
    const Place from = place();
    m_position = position;
    announce(from);
}

void Navigation::announce(const Place& from) {
    if (from.page != page())
        Q_EMIT pageChanged();
    if (from.selection != selection())
        Q_EMIT selectionChanged();
    Q_EMIT historyChanged();
}

} // namespace causeway::app::viewstate
