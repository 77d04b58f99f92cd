// SPDX-License-Identifier: GPL-3.0-or-later
// Golden metrics of what is selected, in six charts with one cursor. Dragging over a chart makes
// that span the window of every page. No logic: the presenter decides. GUI thread.
#pragma once

#include "pages/common/page.h"
#include "pages/metrics/metrics_presenter.h"

class QToolButton;

namespace causeway::app::pages {

class MetricsPage final : public Page {
    Q_OBJECT
public:
    explicit MetricsPage(const Context& context, QWidget* parent = nullptr);

protected:
    void retranslate() override;
    void refresh() override;

private:
    void connectPlots();
    template <typename Chart> void connectChart(Chart* chart);
    void showRange();
    void exportData();
    void showCursor(std::optional<qint64> at);

    MetricsPresenter m_presenter;
    QToolButton* m_export;
    std::vector<widgets::TimeSeriesPlot*> m_plots; // requests, success, both latencies, connections
    widgets::LatencyHeatMap* m_heat;
};

} // namespace causeway::app::pages
