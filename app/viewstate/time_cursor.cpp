// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/time_cursor.h"

#include <algorithm>

namespace causeway::app::viewstate {

using domain::Instant;
using domain::Milliseconds;

void TimeCursor::enter(Mode mode, Instant at) {
    const bool modeIsNew = mode != m_mode;
    const bool windowIsNew = modeIsNew || at != m_at;
    m_mode = mode;
    m_at = at;
    if (modeIsNew)
        Q_EMIT modeChanged();
    if (windowIsNew)
        Q_EMIT windowChanged();
}

void TimeCursor::goLive() {
    enter(Mode::Live, m_newest);
}

void TimeCursor::pause() {
    if (isLive())
        enter(Mode::Paused, m_at);
}

void TimeCursor::togglePause() {
    if (isLive())
        pause();
    else
        goLive();
}

void TimeCursor::goTo(Instant at) {
    if (at >= m_newest)
        goLive();
    else
        enter(Mode::At, at);
}

void TimeCursor::setWindow(Milliseconds window) {
    window = std::max<Milliseconds>(window, std::chrono::seconds(1));
    if (window == m_window)
        return;
    m_window = window;
    Q_EMIT windowChanged();
    setSpan(m_span);
}

void TimeCursor::setSpan(Milliseconds span) {
    span = std::max(span, m_window);
    if (span == m_span)
        return;
    m_span = span;
    Q_EMIT rangeChanged();
}

void TimeCursor::setNewest(Instant newest) {
    if (newest <= m_newest)
        return;
    m_newest = newest;
    Q_EMIT rangeChanged();
    if (isLive())
        enter(Mode::Live, newest);
}

} // namespace causeway::app::viewstate
