// SPDX-License-Identifier: GPL-3.0-or-later
// Where the requests of each moment were in latency: time across, logarithmic latency up, darker
// for more. Shows two modes that a quantile hides. Painted once into an image a cell a pixel. GUI
// thread.
#pragma once

#include <QImage>
#include <QWidget>

#include <optional>
#include <vector>

namespace causeway::app::widgets {

class LatencyHeatMap final : public QWidget {
    Q_OBJECT
public:
    struct Column {
        qint64 end = 0;             // UTC ms
        std::vector<double> counts; // by row, from the lowest latency; empty: a gap
    };
    struct Content {
        QString title;
        qint64 begin = 0;
        qint64 end = 0;
        double lowestMs = 1;
        double highestMs = 1000;
        std::vector<Column> columns;
    };

    explicit LatencyHeatMap(QWidget* parent = nullptr);
    void setContent(Content content);
    // What of the content is shown, as in the charts beside it.
    void setRange(qint64 begin, qint64 end);
    void setCursorTime(std::optional<qint64> at);
    // The latency shown at that height of the widget.
    [[nodiscard]] double latencyAt(double y) const;
    // The moment shown there, and where a moment is.
    [[nodiscard]] qint64 timeAt(double x) const;
    [[nodiscard]] double xAt(qint64 at) const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 140}; }

Q_SIGNALS:
    // As those of TimeSeriesPlot.
    void cursorMoved(qint64 at);
    void cursorLeft();
    void rangeSelected(qint64 begin, qint64 end);
    void rangeWanted(qint64 begin, qint64 end);
    void wholeRangeWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    void rebuild();
    void paintAxis(QPainter& painter) const;

    Content m_content;
    QImage m_image;
    std::pair<qint64, qint64> m_range{0, 1};
    std::optional<qint64> m_cursor;
    std::optional<qint64> m_brushStart;
    qint64 m_brushEnd = 0;
};

} // namespace causeway::app::widgets
