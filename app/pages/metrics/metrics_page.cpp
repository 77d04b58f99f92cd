// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/metrics/metrics_page.h"

#include "theme/icons.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QSaveFile>
#include <QScrollArea>
#include <QToolButton>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPlots = 5;
} // namespace

MetricsPage::MetricsPage(const Context& context, QWidget* parent)
    : Page(context, parent), m_presenter(context), m_export(new QToolButton(this)),
      m_heat(new widgets::LatencyHeatMap(this)) {
    m_export->setIcon(theme::icon(u"export"_s));
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools()->addWidget(m_export);
    for (int i = 0; i < kPlots; ++i)
        m_plots.push_back(new widgets::TimeSeriesPlot(this));

    auto* inside = new QWidget;
    auto* grid = new QGridLayout(inside);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    grid->addWidget(m_plots[0], 0, 0);
    grid->addWidget(m_plots[1], 0, 1);
    grid->addWidget(m_plots[2], 1, 0);
    grid->addWidget(m_plots[3], 1, 1);
    grid->addWidget(m_heat, 2, 0);
    grid->addWidget(m_plots[4], 2, 1);
    for (int row = 0; row < 3; ++row) {
        grid->setRowStretch(row, 1);
        grid->setRowMinimumHeight(row, 180);
    }
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inside);
    body()->addWidget(scroll);
    connectPlots();
    connect(m_export, &QToolButton::clicked, this, &MetricsPage::exportData);
    retranslate();
}

// The heat map is a chart like the others: one range, one cursor.
template <typename Chart> void MetricsPage::connectChart(Chart* chart) {
    connect(chart, &Chart::cursorMoved, this, [this](qint64 at) { showCursor(at); });
    connect(chart, &Chart::cursorLeft, this, [this] { showCursor(std::nullopt); });
    connect(chart, &Chart::rangeSelected, this, [this](qint64 begin, qint64 end) {
        m_presenter.zoomOut();
        m_presenter.showRange(begin, end);
    });
    connect(chart, &Chart::rangeWanted, this, [this](qint64 begin, qint64 end) {
        m_presenter.zoomTo(begin, end);
        showRange();
    });
    connect(chart, &Chart::wholeRangeWanted, this, [this] {
        m_presenter.zoomOut();
        showRange();
    });
}

void MetricsPage::connectPlots() {
    for (widgets::TimeSeriesPlot* plot : m_plots)
        connectChart(plot);
    connectChart(m_heat);
}

void MetricsPage::showRange() {
    const domain::TimeRange range = m_presenter.shownRange();
    for (widgets::TimeSeriesPlot* plot : m_plots)
        plot->setRange(domain::epochMs(range.begin), domain::epochMs(range.end));
    m_heat->setRange(domain::epochMs(range.begin), domain::epochMs(range.end));
}

void MetricsPage::showCursor(std::optional<qint64> at) {
    for (widgets::TimeSeriesPlot* plot : m_plots)
        plot->setCursorTime(at);
    m_heat->setCursorTime(at);
}

void MetricsPage::exportData() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Export"), u"causeway-metrics.csv"_s,
                                                      tr("Table (*.csv);;Picture (*.png)"));
    if (file.isEmpty())
        return;
    bool done = false;
    if (file.endsWith(u".png"_s, Qt::CaseInsensitive)) {
        done = grab().save(file);
    } else {
        QSaveFile out(file);
        done = out.open(QIODevice::WriteOnly) && out.write(m_presenter.csv().toUtf8()) >= 0
               && out.commit();
    }
    if (!done)
        QMessageBox::warning(
            this, tr("Export"),
            tr("%1 could not be written. Choose a folder you may write to.").arg(file));
}

void MetricsPage::retranslate() {
    setTitle(m_presenter.title(), m_presenter.subtitle());
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Save the figures as a table or the charts as a picture"));
}

void MetricsPage::refresh() {
    m_presenter.refresh();
    setTitle(m_presenter.title(), m_presenter.subtitle());
    m_plots[0]->setContent(m_presenter.requests());
    m_plots[1]->setContent(m_presenter.success());
    m_plots[2]->setContent(m_presenter.latency());
    m_plots[3]->setContent(m_presenter.calleeLatency());
    m_plots[4]->setContent(m_presenter.connections());
    m_heat->setContent(m_presenter.heat());
    showRange();
}

} // namespace causeway::app::pages
