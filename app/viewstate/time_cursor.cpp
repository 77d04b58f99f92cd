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

void TimeCursor::moveRange(Instant end) {
    if (end == m_rangeEnd)
        return;
    m_rangeEnd = end;
    Q_EMIT rangeChanged();
}

void TimeCursor::goLive() {
    moveRange(m_newest);
    enter(Mode::Live, m_newest);
}

void TimeCursor::moveBy(Milliseconds by) {
    goTo(m_at + by);
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
    if (at >= m_newest) {
        goLive();
        return;
    }
    if (!range().contains(at))
        moveRange(std::min<Instant>(m_newest, at + m_span / 2));
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
    if (!isLive())
        return;
    moveRange(newest);
    enter(Mode::Live, newest);
}

} // namespace causeway::app::viewstate
