// SPDX-License-Identifier: GPL-3.0-or-later
// The strip under every page: events over traffic and errors, and the time cursor they all share.
// Click or drag sets the cursor, arrow keys step it, PageUp and PageDown by a
// whole span, End goes live. GUI thread; times are UTC ms.
#pragma once

#include "theme/status.h"

#include <QList>
#include <QWidget>

#include <optional>
#include <vector>

namespace causeway::app::widgets {

class TimeLine final : public QWidget {
    Q_OBJECT
public:
    struct Point {
        qint64 at = 0;
        double requests = 0; // per second; NaN: nobody reported
        double failures = 0;
    };
    struct Mark {
        qint64 at = 0;
        theme::Status status = theme::Status::Ok;
        QString icon; // of theme/icons.h
        QString text;
    };
    struct Content {
        qint64 begin = 0;
        qint64 end = 0;
        std::vector<Point> points;
        std::vector<Mark> marks;
        bool endsNow = true; // the right end is the newest there is
    };

    explicit TimeLine(QWidget* parent = nullptr);
    void setContent(Content content);
    // Nullopt: live.
    void setCursorTime(std::optional<qint64> at);
    [[nodiscard]] std::optional<qint64> cursorTime() const { return m_cursor; }
    // What a click at that place would choose.
    [[nodiscard]] qint64 timeAt(double x) const;
    [[nodiscard]] double xAt(qint64 at) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void cursorMoved(qint64 at);
    void liveRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF strip() const;
    void paintTraffic(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintClock(QPainter& painter) const;
    void paintCursor(QPainter& painter) const;
    void choose(double x);

    Content m_content;
    std::optional<qint64> m_cursor;
};

} // namespace causeway::app::widgets
