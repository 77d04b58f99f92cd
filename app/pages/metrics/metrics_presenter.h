// SPDX-License-Identifier: GPL-3.0-or-later
// Golden metrics of the selection over the range of the time cursor, as charts. Asked by the page
// at every refresh; paints nothing. GUI thread.
#pragma once

#include "pages/common/context.h"
#include "widgets/latency_heat_map.h"
#include "widgets/time_series_plot.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class MetricsPresenter {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::MetricsPresenter)
public:
    explicit MetricsPresenter(const Context& context) : m_context(context) {}

    void refresh();
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;
    [[nodiscard]] widgets::PlotContent requests() const;
    [[nodiscard]] widgets::PlotContent success() const;
    [[nodiscard]] widgets::PlotContent latency() const;
    [[nodiscard]] widgets::PlotContent calleeLatency() const;
    [[nodiscard]] widgets::PlotContent connections() const;
    [[nodiscard]] widgets::LatencyHeatMap::Content heat() const;
    // The part of the span that all charts show; without a zoom all of it.
    [[nodiscard]] domain::TimeRange shownRange() const;
    void zoomTo(qint64 begin, qint64 end);
    void zoomOut() { m_zoom.reset(); }
    // Every figure of the charts, a line a step.
    [[nodiscard]] QString csv() const;

    void goTo(qint64 at);
    void showRange(qint64 begin, qint64 end);

private:
    using Quantile = std::optional<double> (domain::EdgeStats::*)(double) const;
    [[nodiscard]] widgets::PlotContent plot(const QString& title) const;
    [[nodiscard]] widgets::PlotContent quantiles(const QString& title, Quantile quantile) const;

    Context m_context;
    domain::MetricsSeries m_series;
    // Before the span's end, so that a zoom moves along with what is live.
    struct Zoom {
        domain::Milliseconds from{0};
        domain::Milliseconds to{0};
    };
    std::optional<Zoom> m_zoom;
};

} // namespace causeway::app::pages
