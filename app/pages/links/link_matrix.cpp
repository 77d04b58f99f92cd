// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_matrix.h"

#include "link/probe_figures.h"
#include "pages/common/figures_of.h"
#include "pages/common/words.h"
#include "pages/links/measure_dialog.h"
#include "widgets/figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace causeway::app::pages {

using causeway::link::ProbeFigures;
using domain::LinkRef;
using domain::ProbeRung;
using domain::ProbeSample;
using store::find;
using store::LinkRow;
using theme::Status;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kQuantiles{0.5, 0.95, 0.99};
constexpr domain::Milliseconds kSparkStep = std::chrono::seconds(30);
constexpr double kStandsOut = 1.6; // over the median of its row or column
// Of one rung: a round trip over one wire is the same from both ends.
constexpr double kRoundTripsDiffer = 0.2;
constexpr double kRoundTripsDifferMs = 5;

std::optional<double> median(std::vector<double> values) {
    if (values.size() < 2)
        return std::nullopt;
    std::sort(values.begin(), values.end());
    return values[(values.size() - 1) / 2];
}

std::optional<double> quantileMs(const ProbeSample* sample, double quantile) {
    const auto us = sample != nullptr ? sample->time.quantileUs(quantile) : std::nullopt;
    return us ? std::optional(*us / 1000) : std::nullopt;
}

Status statusOf(ProbeFigures::State state) {
    switch (state) {
    case ProbeFigures::State::Ok:
        return Status::Ok;
    case ProbeFigures::State::Degraded:
        return Status::Degraded;
    case ProbeFigures::State::Failing:
        return Status::Failing;
    case ProbeFigures::State::NotMeasured:
        break;
    }
    return Status::Unknown;
}

} // namespace

// What was probed in the window and in the quarter of an hour before.
struct LinkMatrix::Probed {
    store::ProbeLog::Samples now;
    store::ProbeLog::Samples usual;
    double seconds = 0;
};

QString LinkMatrix::timed() const {
    switch (m_timed) {
    case Traffic:
        return tr("requests");
    case Warm:
        return tr("probes on open connections");
    case Cold:
        return tr("probes with new connections");
    case Wire:
        break;
    }
    return tr("datagrams, there and back");
}

double LinkMatrix::quantile() const {
    return kQuantiles[std::size_t(m_quantile)];
}

ProbeRung LinkMatrix::rung() const {
    return m_timed == Warm   ? ProbeRung::HttpWarm
           : m_timed == Cold ? ProbeRung::HttpCold
                             : ProbeRung::Udp;
}

LinkMatrix::Probed LinkMatrix::probed() const {
    const domain::TimeRange window = m_context.view.time().window();
    const store::ProbeLog& log = m_context.store.probes(window.end);
    return {log.over(window),
            log.over(domain::TimeRange::endingAt(window.begin, store::Ledger::kBaseline)),
            double(window.span().count()) / 1000};
}

widgets::MatrixContent LinkMatrix::content() const {
    const std::vector<LinkRow> all = m_context.store.links(m_context.view.time().window());
    const Probed probed = m_timed == Traffic ? Probed() : this->probed();
    widgets::MatrixContent content;
    content.notMeasured = Words::describe(domain::Health::NotMeasured);
    content.measure = tr("Measure…");
    for (const domain::Cluster& cluster : m_context.store.fleet().clusters)
        content.rows << cluster.name;
    content.columns = content.rows;
    for (const QString& from : content.rows)
        for (const QString& to : content.columns) {
            const LinkRow* row = find(all, {from, to});
            widgets::MatrixCell cell;
            if (m_timed != Traffic) {
                cell = this->cell(LinkRef{from, to}, probed);
            } else if (row != nullptr) {
                cell = this->cell(*row, all);
            } else {
                cell.spoken = tr("%1 to %2: no link").arg(from, to);
            }
            cell.id = domain::Selection(LinkRef{from, to}).id();
            cell.measurable = row == nullptr && !cell.measured
                              && MeasureDialog::whoKnows(m_context, {from, to}).has_value();
            content.cells.push_back(std::move(cell));
        }
    return content;
}

void LinkMatrix::show(widgets::MatrixCell& cell, std::optional<double> now,
                      std::optional<double> usual) const {
    const QString changed =
        now && usual && *usual > 0 ? widgets::change(*now / *usual - 1) : QString();
    const widgets::Figure value = widgets::milliseconds(now);
    cell.figure = m_show == Value || changed.isEmpty() ? value : widgets::Figure{changed, {}};
    cell.change = m_show == Value ? changed : value.text();
}

widgets::MatrixCell LinkMatrix::cell(const LinkRow& row, const std::vector<LinkRow>& all) const {
    widgets::MatrixCell cell;
    const auto now = row.now.latencyMs(quantile());
    cell.measured = row.now.wasAsked() || now;
    cell.stale = row.stale;
    cell.status = Words::status(row.verdict, row.stale);
    cell.rate = widgets::perSecond(row.now.requestsPerSecond());
    if (const auto success = row.now.success())
        cell.loss = widgets::share(success).text();
    show(cell, now, row.baseline.latencyMs(quantile()));
    const domain::MetricsSeries series =
        m_context.store.metrics(row.ref, m_context.view.time().range(), kSparkStep);
    cell.history = valuesOf(
        series, [this](const domain::EdgeStats& stats) { return stats.latencyMs(quantile()); });
    cell.outlier = outlier(row, all);
    cell.spoken = tr("%1 to %2: %3, %4")
                      .arg(row.ref.from, row.ref.to,
                           cell.measured ? widgets::milliseconds(now).text()
                                         : Words::describe(domain::Health::NotMeasured),
                           Words::describe(row.verdict));
    if (row.loss)
        cell.spoken += u". "_s + tr("Probes lose %1").arg(widgets::share(*row.loss).text());
    if (!cell.outlier.isEmpty())
        cell.spoken += u". "_s + cell.outlier;
    return cell;
}

QString LinkMatrix::outlier(const LinkRow& row, const std::vector<LinkRow>& all) const {
    const auto now = row.now.latencyMs(quantile());
    if (!now || row.ref.from == row.ref.to)
        return {};
    if (const LinkRow* back = find(all, row.ref.reversed())) {
        const auto other = back->now.latencyMs(quantile());
        if (other && *now > *other * kStandsOut)
            return tr("%1 there, %2 back: the wire cannot be the difference")
                .arg(widgets::milliseconds(now).text(), widgets::milliseconds(other).text());
    }
    std::vector<double> column;
    std::vector<double> line;
    for (const LinkRow& other : all)
        if (const auto value = other.now.latencyMs(quantile());
            value && other.ref.from != other.ref.to) {
            if (other.ref.to == row.ref.to && other.ref != row.ref)
                column.push_back(*value);
            if (other.ref.from == row.ref.from && other.ref != row.ref)
                line.push_back(*value);
        }
    if (const auto usual = median(column); usual && *now > *usual * kStandsOut)
        return tr("slower than the others into %1").arg(row.ref.to);
    if (const auto usual = median(line); usual && *now > *usual * kStandsOut)
        return tr("slower than the others out of %1").arg(row.ref.from);
    return {};
}

widgets::MatrixCell LinkMatrix::cell(const LinkRef& link, const Probed& probed) const {
    widgets::MatrixCell cell;
    const ProbeSample* sample = find(probed.now, link, rung());
    const ProbeFigures figures = sample != nullptr ? causeway::link::figuresOf(*sample) : ProbeFigures();
    const auto now = quantileMs(sample, quantile());
    cell.measured = figures.state != ProbeFigures::State::NotMeasured;
    cell.status = statusOf(figures.state);
    cell.stale = !m_context.source(link.from).fresh();
    if (cell.stale)
        cell.status = Status::Stale;
    show(cell, now, quantileMs(find(probed.usual, link, rung()), quantile()));
    cell.rate = widgets::perSecond(double(figures.probes) / probed.seconds);
    if (figures.loss)
        cell.loss = tr("loss %1").arg(widgets::share(figures.loss->value).text());
    cell.history = probeHistory(link);
    const auto back = quantileMs(find(probed.now, link.reversed(), rung()), quantile());
    if (now && back && link.from != link.to
        && *now - *back > std::max(kRoundTripsDifferMs, kRoundTripsDiffer * *back))
        cell.outlier = tr("%1 there, %2 back: the wire cannot be the difference")
                           .arg(widgets::milliseconds(now).text(),
                                widgets::milliseconds(back).text());
    cell.spoken = tr("%1 to %2: %3")
                      .arg(link.from, link.to,
                           cell.measured ? widgets::milliseconds(now).text()
                                         : Words::describe(domain::Health::NotMeasured));
    for (const QString& more : {cell.loss, cell.outlier})
        if (!more.isEmpty())
            cell.spoken += u". "_s + more;
    return cell;
}

// A value for every step of the charts' span: NaN where nothing was answered.
QList<double> LinkMatrix::probeHistory(const LinkRef& link) const {
    const domain::TimeRange range = m_context.view.time().range();
    const auto steps = range.span() / kSparkStep;
    std::vector<ProbeSample> sums(std::size_t(std::max<std::int64_t>(steps, 0)));
    const auto belongs = [rung = rung(),
                          name = link.name().toStdString()](const ProbeSample& sample) {
        return sample.rung == rung && sample.link == name;
    };
    for (const auto& point :
         m_context.store.probes(m_context.view.time().at()).series(range, belongs))
        if (const auto step =
                (point.end - range.begin - domain::Milliseconds(1)) / kSparkStep;
            step >= 0 && step < steps)
            telemetry::merge(sums[std::size_t(step)], point.sum);
    QList<double> values;
    for (const ProbeSample& sum : sums)
        values << quantileMs(&sum, quantile())
                      .value_or(std::numeric_limits<double>::quiet_NaN());
    return values;
}

} // namespace causeway::app::pages
