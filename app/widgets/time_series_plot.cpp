// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/time_series_plot.h"

#include "widgets/painting.h"
#include "widgets/time_axis.h"

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <qcustomplot.h>

#include <cmath>

namespace causeway::app::widgets {

using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

namespace {

constexpr int kChartLeft = 10; // of the library's widget in ours
constexpr int kChartRight = 2;
constexpr int kLegendRow = 20;
constexpr double kLegendGap = 14;
constexpr double kLegendMark = 14; // the line before a name, with its gap

// Axis labels in the notation of the read-out: "40 ms", not "40.000".
class FigureTicker final : public QCPAxisTicker {
public:
    void setFigure(decltype(PlotContent::figure) figure) { m_figure = figure; }

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override {
        return rounded(m_figure(tick, locale), locale).text();
    }

private:
    decltype(PlotContent::figure) m_figure = perSecond;
};

QString nameAndValue(const PlotSeries& series, const PlotContent& content, qsizetype index) {
    const QList<double>& values = series.readOut.isEmpty() ? series.values : series.readOut;
    const bool has = index >= 0 && index < values.size() && std::isfinite(values[index]);
    const Figure figure =
        content.figure(has ? std::optional(values[index]) : std::nullopt, QLocale());
    return u"%1 %2"_s.arg(series.name, has ? figure.text() : notMeasuredDash());
}

} // namespace

// Ticks at whole minutes: "09:45 09:50", not "09:45 09:47" for every two and a half.
class TimeTicker final : public QCPAxisTickerDateTime {
protected:
    double getTickStep(const QCPRange& range) override {
        const qint64 step = timeTickStep(qint64(range.size() * 1000), tickCount());
        setDateTimeFormat(timeTickFormat(step));
        return double(step) / 1000;
    }
};

// The library's widget with our look; everything about it stays in this file.
class TimeSeriesPlot::Chart final : public QCustomPlot {
public:
    explicit Chart(QWidget* parent)
        : QCustomPlot(parent), m_ticker(new FigureTicker), m_clock(new TimeTicker),
          m_cursor(new QCPItemStraightLine(this)), m_brush(new QCPItemRect(this)) {
        m_clock->setTickCount(6);
        m_ticker->setTickCount(4);
        xAxis->setTicker(m_clock);
        yAxis->setTicker(m_ticker);
        axisRect()->setAutoMargins(QCP::msBottom);
        axisRect()->setMinimumMargins(QMargins(0, 6, 12, 0));
        setSelectionRectMode(QCP::srmNone);
        m_cursor->setVisible(false);
        m_brush->setVisible(false);
        m_brush->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
        m_brush->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
        setMouseTracking(true);
        restyle();
    }

    void restyle() {
        const Tokens tokens = Tokens::current();
        setBackground(QBrush(tokens[Token::Panel]));
        const QPen hairline(tokens[Token::Divider], 1);
        for (QCPAxis* axis : {xAxis, yAxis}) {
            axis->setBasePen(Qt::NoPen);
            axis->setTickPen(Qt::NoPen);
            axis->setSubTickPen(Qt::NoPen);
            axis->setTickLabelFont(theme::font(theme::TextSize::Caption));
            axis->setTickLabelColor(tokens[Token::Text3]);
            axis->grid()->setPen(hairline);
            axis->grid()->setZeroLinePen(hairline);
        }
        xAxis->grid()->setVisible(false);
        axisRect()->setMargins(QMargins(timeAxisLeft() - kChartLeft, 6,
                                        kTimeAxisRight - kChartRight, 0));
        m_cursor->setPen(QPen(tokens[Token::Accent], 1));
        m_brush->setPen(Qt::NoPen);
        m_brush->setBrush(theme::withAlpha(tokens[Token::Accent], 0.16));
    }

    void show(const PlotContent& content) {
        m_ticker->setFigure(content.figure);
        const Tokens tokens = Tokens::current();
        while (graphCount() > int(content.series.size()))
            removeGraph(graphCount() - 1);
        while (graphCount() < int(content.series.size()))
            addGraph();
        QList<double> keys;
        for (const qint64 at : content.times)
            keys << double(at) / 1000;
        double low = std::numeric_limits<double>::max();
        double high = 0;
        for (int i = 0; i < graphCount(); ++i) {
            const PlotSeries& series = content.series[std::size_t(i)];
            graph(i)->setData(keys, series.values, true);
            graph(i)->setPen(QPen(tokens[series.color], 1.5));
            graph(i)->setAntialiased(true);
            graph(i)->setBrush(series.filled ? QBrush(theme::withAlpha(
                                   tokens[series.color], content.stacked ? 0.3 : 0.14))
                                             : QBrush(Qt::NoBrush));
            graph(i)->setChannelFillGraph(content.stacked && i > 0 ? graph(i - 1) : nullptr);
            for (const double value : series.values)
                if (std::isfinite(value)) {
                    low = std::min(low, value);
                    high = std::max(high, value);
                }
        }
        setHeights(content.fromZero ? 0 : low, high);
        if (content.ceiling)
            yAxis->setRangeUpper(std::min(yAxis->range().upper, *content.ceiling));
        showMarkers(content.markers);
    }

    void setHeights(double low, double high) {
        const bool nothing = high <= 0 || low > high;
        const double room = nothing ? 1 : (high - low) * 0.12 + high * 0.02;
        yAxis->setRange(nothing    ? 0
                        : low == 0 ? 0
                                   : std::max(0.0, low - room),
                        nothing ? 1 : high + room);
    }

    void showCursor(std::optional<qint64> at) {
        m_cursor->setVisible(at.has_value());
        const double x = double(at.value_or(0)) / 1000;
        m_cursor->point1->setCoords(x, 0);
        m_cursor->point2->setCoords(x, 1);
    }

    void showBrush(std::optional<std::pair<qint64, qint64>> range) {
        m_brush->setVisible(range.has_value());
        if (range) {
            m_brush->topLeft->setCoords(double(range->first) / 1000, 0);
            m_brush->bottomRight->setCoords(double(range->second) / 1000, 1);
        }
        replot(rpQueuedReplot);
    }

    [[nodiscard]] qint64 timeAt(double x) const { return qint64(xAxis->pixelToCoord(x) * 1000); }

private:
    void showMarkers(const std::vector<qint64>& markers) {
        for (QCPItemStraightLine* line : std::as_const(m_markers))
            removeItem(line);
        m_markers.clear();
        for (const qint64 at : markers) {
            auto* line = new QCPItemStraightLine(this);
            line->setPen(QPen(Tokens::current()[Token::ControlBorder], 1, Qt::DotLine));
            line->point1->setCoords(double(at) / 1000, 0);
            line->point2->setCoords(double(at) / 1000, 1);
            m_markers << line;
        }
    }

    QSharedPointer<FigureTicker> m_ticker;
    QSharedPointer<TimeTicker> m_clock;
    QCPItemStraightLine* m_cursor;
    QCPItemRect* m_brush;
    QList<QCPItemStraightLine*> m_markers;
};

TimeSeriesPlot::TimeSeriesPlot(QWidget* parent)
    : QWidget(parent), m_chart(std::make_unique<Chart>(this)) {
    m_chart->installEventFilter(this);
    setProperty("surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
}

TimeSeriesPlot::~TimeSeriesPlot() = default;

int TimeSeriesPlot::legendRows() const {
    const QFontMetricsF caption(theme::font(theme::TextSize::Caption));
    const QFontMetricsF body(theme::font(theme::TextSize::Body, QFont::DemiBold));
    double needed = 0;
    for (const PlotSeries& series : m_content.series)
        needed += kLegendMark + kLegendGap
                  + caption.horizontalAdvance(nameAndValue(series, m_content, indexAtCursor()));
    const double room = width() - 28;
    if (needed + body.horizontalAdvance(m_content.title) < room)
        return 0;
    // Wrapping wastes a part of each row.
    return needed < room ? 1 : 2;
}

int TimeSeriesPlot::headHeight() const {
    return theme::scaled(36 + kLegendRow * legendRows());
}

void TimeSeriesPlot::setContent(const PlotContent& content) {
    m_content = content;
    m_chart->setGeometry(chartRect());
    m_chart->show(content);
    m_chart->replot(QCustomPlot::rpQueuedReplot);
    setAccessibleName(content.title);
    setAccessibleDescription(readOut());
    update();
}

void TimeSeriesPlot::setRange(qint64 begin, qint64 end) {
    m_chart->xAxis->setRange(double(begin) / 1000, double(end) / 1000);
    m_chart->replot(QCustomPlot::rpQueuedReplot);
}

void TimeSeriesPlot::setCursorTime(std::optional<qint64> at) {
    if (at == m_cursor)
        return;
    m_cursor = at;
    m_chart->showCursor(at);
    m_chart->replot(QCustomPlot::rpQueuedReplot);
    update();
}

qsizetype TimeSeriesPlot::indexAtCursor() const {
    if (m_content.times.isEmpty())
        return -1;
    if (!m_cursor)
        return m_content.times.size() - 1;
    const auto next = std::lower_bound(m_content.times.begin(), m_content.times.end(), *m_cursor);
    return std::min<qsizetype>(next - m_content.times.begin(), m_content.times.size() - 1);
}

QString TimeSeriesPlot::readOut() const {
    QStringList parts;
    for (const PlotSeries& series : m_content.series)
        parts << nameAndValue(series, m_content, indexAtCursor());
    return parts.join(u"   "_s);
}

bool TimeSeriesPlot::exportTo(const QString& file) {
    return m_chart->savePng(file, 0, 0, 2.0);
}

void TimeSeriesPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens tokens = Tokens::current();
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens[Token::Panel]);
    painter.drawRoundedRect(rect(), 6, 6);
    const QRectF head(14, 2, width() - 28, theme::scaled(36));
    painter.setFont(theme::font(theme::TextSize::Body, QFont::DemiBold));
    paintText(painter, head, m_content.title, tokens[Token::Text1]);
    painter.setFont(theme::font(theme::TextSize::Caption));
    if (legendRows() == 0)
        paintLegend(painter, head);
    else
        paintLegendBelow(painter, head);
}

void TimeSeriesPlot::paintLegend(QPainter& painter, const QRectF& rect) const {
    const Tokens tokens = Tokens::current();
    const QFontMetricsF metrics(painter.font());
    double right = rect.right();
    // From the right, so that the last series keeps its place when others change their width.
    for (auto series = m_content.series.rbegin(); series != m_content.series.rend(); ++series) {
        const QString words = nameAndValue(*series, m_content, indexAtCursor());
        const double width = metrics.horizontalAdvance(words);
        paintText(painter, QRectF(right - width, rect.top(), width + 1, rect.height()), words,
                  tokens[Token::Text2]);
        painter.setPen(QPen(tokens[series->color], 2));
        const double y = rect.center().y();
        painter.drawLine(QPointF(right - width - 14, y), QPointF(right - width - 5, y));
        right -= width + 24;
    }
}

// Several series flow from the left, over as many rows as were kept free.
void TimeSeriesPlot::paintLegendBelow(QPainter& painter, const QRectF& head) const {
    const QFontMetricsF metrics(painter.font());
    QRectF row(head.left(), head.bottom() - 6, head.width(), theme::scaled(kLegendRow));
    double x = row.left();
    for (const PlotSeries& series : m_content.series) {
        const QString words = nameAndValue(series, m_content, indexAtCursor());
        const double width = kLegendMark + metrics.horizontalAdvance(words);
        if (x + width > row.right() && x > row.left()) {
            row.translate(0, theme::scaled(kLegendRow));
            x = row.left();
        }
        const double y = row.center().y();
        painter.setPen(QPen(Tokens::current()[series.color], 2));
        painter.drawLine(QPointF(x, y), QPointF(x + 9, y));
        paintText(painter, QRectF(x + kLegendMark, row.top(), width, row.height()), words,
                  Tokens::current()[Token::Text2]);
        x += width + kLegendGap;
    }
}

QRect TimeSeriesPlot::chartRect() const {
    return rect().adjusted(kChartLeft, headHeight(), -kChartRight, -6);
}

void TimeSeriesPlot::resizeEvent(QResizeEvent*) {
    m_chart->setGeometry(chartRect());
}

void TimeSeriesPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_chart->restyle();
        m_chart->show(m_content);
        m_chart->replot(QCustomPlot::rpQueuedReplot);
    }
    QWidget::changeEvent(event);
}

bool TimeSeriesPlot::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Leave)
        Q_EMIT cursorLeft();
    if (event->type() == QEvent::MouseButtonDblClick)
        Q_EMIT wholeRangeWanted();
    if (event->type() == QEvent::Wheel) {
        const auto& wheel = *static_cast<QWheelEvent*>(event);
        const QCPRange shown = m_chart->xAxis->range();
        const auto [begin, end] = turned(wheel, m_chart->timeAt(wheel.position().x()),
                                         qint64(shown.lower * 1000), qint64(shown.upper * 1000));
        Q_EMIT rangeWanted(begin, end);
        event->accept();
        return true;
    }
    const bool press = event->type() == QEvent::MouseButtonPress;
    const bool move = event->type() == QEvent::MouseMove;
    const bool release = event->type() == QEvent::MouseButtonRelease;
    if (!press && !move && !release)
        return QWidget::eventFilter(watched, event);
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const qint64 at = m_chart->timeAt(mouse->position().x());
    if (press && mouse->button() == Qt::LeftButton)
        m_brushStart = at;
    if (move && m_brushStart)
        m_chart->showBrush(std::minmax({*m_brushStart, at}));
    if (move)
        Q_EMIT cursorMoved(at);
    if (release && m_brushStart) {
        const auto [begin, end] = std::minmax({*std::exchange(m_brushStart, std::nullopt), at});
        m_chart->showBrush(std::nullopt);
        const double pixels = m_chart->xAxis->coordToPixel(double(end) / 1000)
                              - m_chart->xAxis->coordToPixel(double(begin) / 1000);
        if (pixels >= kBrushLeastPixels)
            Q_EMIT rangeSelected(begin, end);
    }
    return false;
}

} // namespace causeway::app::widgets
