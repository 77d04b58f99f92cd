// SPDX-License-Identifier: GPL-3.0-or-later
// The one time cursor: which window of time every page shows. Live follows the newest data, Paused
// holds the window that was shown, At stands where somebody put it. GUI thread.
#pragma once

#include "domain/instant.h"

#include <QObject>

namespace causeway::app::viewstate {

class TimeCursor final : public QObject {
    Q_OBJECT
public:
    enum class Mode { Live, Paused, At };

    explicit TimeCursor(QObject* parent = nullptr) : QObject(parent) {}

    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] bool isLive() const { return m_mode == Mode::Live; }
    // Where the cursor stands: the end of the window that figures and graph are summed over.
    [[nodiscard]] domain::Instant at() const { return m_at; }
    // The minute (or other span) that ends at the cursor.
    [[nodiscard]] domain::TimeRange window() const {
        return domain::TimeRange::endingAt(m_at, m_window);
    }
    // What charts and the time line span. Its end is the newest data while live; otherwise it
    // stands still, and moves only when the cursor is put outside of it.
    [[nodiscard]] domain::TimeRange range() const {
        return domain::TimeRange::endingAt(m_rangeEnd, m_span);
    }
    [[nodiscard]] domain::Instant newest() const { return m_newest; }

    void goLive();
    void pause();
    void togglePause();
    void goTo(domain::Instant at);               // at or after the newest: live
    void moveBy(domain::Milliseconds by);        // earlier: negative
    void setWindow(domain::Milliseconds window); // at least a second
    void setSpan(domain::Milliseconds span);     // at least the window
    // By the composition root, whenever the store has something newer.
    void setNewest(domain::Instant newest);

Q_SIGNALS:
    void modeChanged();
    void windowChanged(); // mode, cursor or its window: figures must be asked for again
    void rangeChanged();  // the span of the charts moved

private:
    void enter(Mode mode, domain::Instant at);
    void moveRange(domain::Instant end);

    Mode m_mode = Mode::Live;
    domain::Instant m_at{};
    domain::Instant m_newest{};
    domain::Instant m_rangeEnd{};
    domain::Milliseconds m_window = std::chrono::seconds(60);
    domain::Milliseconds m_span = std::chrono::minutes(15);
};

} // namespace causeway::app::viewstate
