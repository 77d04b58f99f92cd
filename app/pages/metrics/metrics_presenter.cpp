// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/metrics/metrics_presenter.h"

#include "pages/common/figures_of.h"
#include "pages/common/words.h"

#include <array>
#include <cmath>

namespace causeway::app::pages {

using domain::EdgeStats;
using domain::SideStats;
using theme::Token;
using widgets::PlotContent;
using widgets::PlotSeries;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPoints = 90;
constexpr domain::Milliseconds kLeastZoom = std::chrono::seconds(10);
constexpr int kRowsADecade = 8;
constexpr double kLowestMs = 1;
constexpr double kHighestMs = 10000;
constexpr std::array kQuantiles{0.5, 0.95, 0.99};

std::optional<double> perSecond(const EdgeStats& stats, std::uint64_t SideStats::*field) {
    const SideStats* side = stats.best();
    const double seconds = double(stats.covered.count()) / 1000;
    return side != nullptr && seconds > 0 ? std::optional(double(side->*field) / seconds)
                                          : std::nullopt;
}

domain::Milliseconds stepFor(domain::Milliseconds span) {
    const auto seconds = std::max<qint64>(1, span.count() / 1000 / kPoints);
    return std::chrono::seconds(seconds);
}

} // namespace

void MetricsPresenter::refresh() {
    const domain::TimeRange range = m_context.view.time().range();
    m_series = m_context.store.metrics(m_context.view.navigation().selection(), range,
                                       stepFor(range.span()));
}

domain::TimeRange MetricsPresenter::shownRange() const {
    const domain::TimeRange all = m_series.range;
    if (!m_zoom)
        return all;
    const domain::Instant begin = std::max(all.begin, all.end - m_zoom->from);
    return {begin, std::max(begin + kLeastZoom, all.end - m_zoom->to)};
}

void MetricsPresenter::zoomTo(qint64 begin, qint64 end) {
    const domain::TimeRange all = m_series.range;
    const auto span = std::clamp<domain::Milliseconds>(domain::Milliseconds(end - begin),
                                                       kLeastZoom, all.span());
    if (span == all.span()) {
        m_zoom.reset();
        return;
    }
    const auto from = std::clamp<domain::Milliseconds>(all.end - domain::instantOf(begin), span,
                                                       all.span());
    m_zoom = Zoom{from, from - span};
}

QString MetricsPresenter::title() const {
    return tr("Metrics");
}

QString MetricsPresenter::subtitle() const {
    return Words::title(m_context.view.navigation().selection());
}

PlotContent MetricsPresenter::plot(const QString& title) const {
    PlotContent content;
    content.title = title;
    for (const Slot& slot : slotsOf(m_series))
        content.times << domain::epochMs(slot.end);
    for (const domain::Event& event : m_context.store.events(m_series.range))
        content.markers.push_back(domain::epochMs(event.at));
    return content;
}

PlotContent MetricsPresenter::requests() const {
    PlotContent content = plot(tr("Requests"));
    content.series = {
        {tr("all"),
         Token::P95,
         valuesOf(m_series, [](const EdgeStats& s) { return s.requestsPerSecond(); }),
         true,
         {}},
        {tr("failed"),
         Token::FailingMark,
         valuesOf(m_series, [](const EdgeStats& s) { return perSecond(s, &SideStats::failures); }),
         true,
         {}},
    };
    return content;
}

PlotContent MetricsPresenter::success() const {
    PlotContent content = plot(tr("Success"));
    content.figure = widgets::share;
    content.ceiling = 1.0;
    content.fromZero = false;
    content.series = {{tr("success"),
                       Token::OkMark,
                       valuesOf(m_series, [](const EdgeStats& s) { return s.success(); }),
                       false,
                       {}}};
    return content;
}

PlotContent MetricsPresenter::latency() const {
    return quantiles(tr("Latency seen by callers"), &EdgeStats::latencyMs);
}

PlotContent MetricsPresenter::calleeLatency() const {
    return quantiles(tr("Latency seen by callees"), &EdgeStats::calleeLatencyMs);
}

PlotContent MetricsPresenter::quantiles(const QString& title, Quantile quantile) const {
    PlotContent content = plot(title);
    content.figure = widgets::milliseconds;
    content.fromZero = false;
    const std::array tokens{Token::P50, Token::P95, Token::P99};
    const std::array names{u"p50"_s, u"p95"_s, u"p99"_s};
    for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
        const auto at = [&](const EdgeStats& s) { return (s.*quantile)(kQuantiles[i]); };
        content.series.push_back({names[i], tokens[i], valuesOf(m_series, at), false, {}});
    }
    return content;
}

PlotContent MetricsPresenter::connections() const {
    PlotContent content = plot(tr("Connections"));
    content.series = {
        {tr("opened"),
         Token::Series2,
         valuesOf(m_series,
                  [](const EdgeStats& s) { return perSecond(s, &SideStats::connectionsOpened); }),
         true,
         {}},
        {tr("requests that reused one"),
         Token::Series6,
         valuesOf(m_series,
                  [](const EdgeStats& s) { return perSecond(s, &SideStats::requestsReused); }),
         false,
         {}},
    };
    return content;
}

widgets::LatencyHeatMap::Content MetricsPresenter::heat() const {
    widgets::LatencyHeatMap::Content content;
    content.title = tr("Where requests are in latency");
    content.begin = domain::epochMs(m_series.range.begin);
    content.end = domain::epochMs(m_series.range.end);
    content.lowestMs = kLowestMs;
    content.highestMs = kHighestMs;
    const int rows = int(std::round(std::log10(kHighestMs / kLowestMs))) * kRowsADecade;
    for (const Slot& slot : slotsOf(m_series)) {
        widgets::LatencyHeatMap::Column column{domain::epochMs(slot.end), {}};
        const SideStats* side = slot.stats != nullptr ? slot.stats->best() : nullptr;
        double below = 0;
        for (int row = 0; side != nullptr && row < rows; ++row) {
            const double edge = kLowestMs * std::pow(10.0, double(row + 1) / kRowsADecade);
            const double upTo = double(side->latency.countUpTo(std::uint64_t(edge * 1000)));
            column.counts.push_back(upTo - below);
            below = upTo;
        }
        content.columns.push_back(std::move(column));
    }
    if (!content.columns.empty()) { // whole steps, as they are painted
        content.begin = content.columns.front().end - m_series.step.count();
        content.end = content.columns.back().end;
    }
    return content;
}

QString MetricsPresenter::csv() const {
    QStringList lines{u"time,requests_per_second,success,p50_ms,p95_ms,p99_ms"_s};
    const auto cell = [](std::optional<double> value) {
        return value ? QString::number(*value, 'g', 8) : QString();
    };
    for (const domain::MetricsPoint& point : m_series.points) {
        QStringList cells{domain::toDateTime(point.end).toString(Qt::ISODate),
                          cell(point.sum->requestsPerSecond()), cell(point.sum->success())};
        for (const double quantile : kQuantiles)
            cells << cell(point.sum->latencyMs(quantile));
        lines << cells.join(u',');
    }
    return lines.join(u'\n') + u'\n';
}

void MetricsPresenter::goTo(qint64 at) {
    m_context.view.time().goTo(domain::instantOf(at));
}

void MetricsPresenter::showRange(qint64 begin, qint64 end) {
    auto& time = m_context.view.time();
    time.setWindow(domain::Milliseconds(end - begin));
    time.goTo(domain::instantOf(end));
}

} // namespace causeway::app::pages
