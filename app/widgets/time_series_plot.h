// SPDX-License-Identifier: GPL-3.0-or-later
// A chart over time: title and read-out above, never over the data; hairline grid; gaps stay gaps;
// cursor and range are shared with the other charts of the page. The only file that knows the
// plotting library. GUI thread; times are UTC milliseconds.
#pragma once

#include "theme/tokens.h"
#include "widgets/figures.h"

#include <QList>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace causeway::app::widgets {

struct PlotSeries {
    QString name;
    theme::Token color = theme::Token::Series1;
    QList<double> values; // one a time; NaN is a gap
    bool filled = false;
    QList<double> readOut; // what to say where the drawn values are stacked; empty: the values
};

struct PlotContent {
    QString title;
    QList<qint64> times; // ascending
    std::vector<PlotSeries> series;
    bool fromZero = true;          // rates start at zero, latency at its data
    std::optional<double> ceiling; // of the axis: a share never exceeds 1
    bool stacked = false;          // each series is filled down to the one before it
    std::vector<qint64> markers;
    Figure (*figure)(std::optional<double>, const QLocale&) = perSecond;
};

class TimeSeriesPlot final : public QWidget {
    Q_OBJECT
public:
    explicit TimeSeriesPlot(QWidget* parent = nullptr);
    ~TimeSeriesPlot() override;
    void setContent(const PlotContent& content);
    void setRange(qint64 begin, qint64 end);
    void setCursorTime(std::optional<qint64> at);
    // What stands above the chart now: "p50 12 ms   p95 38 ms".
    [[nodiscard]] QString readOut() const;
    [[nodiscard]] bool exportTo(const QString& file);
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 140}; }

Q_SIGNALS:
    void cursorMoved(qint64 at);
    void cursorLeft();
    void rangeSelected(qint64 begin, qint64 end);
    // A wheel was turned, or a double click took all of it back.
    void rangeWanted(qint64 begin, qint64 end);
    void wholeRangeWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Chart;

    [[nodiscard]] qsizetype indexAtCursor() const;
    [[nodiscard]] int headHeight() const;
    [[nodiscard]] int legendRows() const; // below the title; 0: beside it
    [[nodiscard]] QRect chartRect() const;
    void paintLegend(QPainter& painter, const QRectF& rect) const;
    void paintLegendBelow(QPainter& painter, const QRectF& head) const;

    std::unique_ptr<Chart> m_chart;
    PlotContent m_content;
    std::optional<qint64> m_cursor;
    std::optional<qint64> m_brushStart;
};

} // namespace causeway::app::widgets
