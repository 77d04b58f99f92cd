// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/links_presenter.h"

#include "pages/common/figures_of.h"
#include "pages/common/words.h"
#include "pages/links/link_words.h"
#include "widgets/figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace causeway::app::pages {

using domain::LinkRef;
using store::find;
using store::LinkRow;
using theme::Status;
using theme::Token;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kQuantiles{0.5, 0.95, 0.99};
constexpr domain::Milliseconds kPlotStep = std::chrono::seconds(10);
constexpr double kSaid = 0.95;     // the quantile that sentences speak of
constexpr double kSlower = 1.25;   // over its own baseline
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The mean, because means of legs add up to the mean of the whole and quantiles do not.
std::optional<double> meanMs(const domain::EdgeStats& stats, domain::Leg leg) {
    if (!stats.caller || stats.caller->leg(leg).empty())
        return std::nullopt;
    const domain::Histogram& histogram = stats.caller->leg(leg);
    return double(histogram.sumUs()) / double(histogram.count()) / 1000;
}

QList<qint64> times(const domain::MetricsSeries& series) {
    QList<qint64> result;
    for (const Slot& slot : slotsOf(series))
        result << domain::epochMs(slot.end);
    return result;
}

} // namespace

QString LinksPresenter::title() const {
    return tr("Links");
}

QString LinksPresenter::subtitle() const {
    return tr("%1, rows call columns, change against the %n minutes before", nullptr, 14)
        .arg(m_matrix.timed());
}

std::vector<LinkRow> LinksPresenter::rows() const {
    return m_context.store.links(m_context.view.time().window());
}

const std::vector<Accusation>& LinksPresenter::diagnosis() const {
    return m_diagnosis.of(m_context.store, m_context.view.time().window());
}

std::optional<LinkRef> LinksPresenter::chosen() const {
    if (const auto* link = m_context.view.navigation().selection().as<LinkRef>())
        return *link;
    const std::vector<LinkRow> all = rows();
    // What fails comes before what is slow.
    const auto badness = [this](const LinkRow& row) {
        return std::pair(row.verdict.health == domain::Health::Failing,
                         row.now.latencyMs(m_matrix.quantile()).value_or(0));
    };
    const auto worstOf = [&](const auto& belongs) {
        const LinkRow* worst = nullptr;
        for (const LinkRow& row : all)
            if (belongs(row) && (row.now.wasAsked() || row.now.latencyMs(m_matrix.quantile()))
                && (worst == nullptr || badness(row) > badness(*worst)))
                worst = &row;
        return worst != nullptr ? std::optional(worst->ref) : std::nullopt;
    };
    const auto& accusations = diagnosis();
    if (!accusations.empty()) {
        const auto accused = worstOf([&](const LinkRow& row) {
            return concerning({accusations.front()}, row.ref) != nullptr;
        });
        if (accused)
            return accused;
    }
    return worstOf([](const LinkRow& row) { return row.ref.from != row.ref.to; });
}

LinkVerdict LinksPresenter::verdict() const {
    const auto link = chosen();
    const std::vector<LinkRow> all = rows();
    const LinkRow* row = link ? find(all, *link) : nullptr;
    if (row == nullptr) {
        LinkVerdict none;
        none.sentence = link ? tr("No request crossed %1 in this window.").arg(Words::title(*link))
                             : tr("No request crossed a link in this window.");
        none.evidence = tr("Send a request over a link, or move the time cursor.");
        return none;
    }
    const Accusation* accusation = concerning(diagnosis(), row->ref);
    LinkVerdict verdict = accusation != nullptr && row->now.wasAsked() ? accuse(*row, *accusation)
                                                                   : acquit(*row);
    const bool isExplained = accusation && causeway::link::isFailing(accusation->kind);
    if (row->verdict.reason == domain::HealthReason::LowSuccess && !isExplained) {
        // What fails comes before what is slow.
        verdict.evidence = (verdict.sentence + u"  "_s + verdict.evidence).trimmed();
        verdict.sentence =
            tr("%1 fails: %2.").arg(Words::title(row->ref), Words::describe(row->verdict));
        verdict.status = Words::status(row->verdict);
    }
    if (row->stale)
        verdict.status = Status::Stale;
    return verdict;
}

LinkVerdict LinksPresenter::accuse(const LinkRow& row, const Accusation& accusation) const {
    LinkVerdict verdict =
        LinkVerdict::of(row.ref, row.now.latencyMs(kSaid), accusation, aside(row));
    verdict.status = std::max(Words::status(row.verdict), verdict.status);
    verdict.impact = LinkWords::impact(m_diagnosis.impactOf(accusation));
    return verdict;
}

LinkVerdict LinksPresenter::acquit(const LinkRow& row) const {
    LinkVerdict verdict;
    verdict.status = Words::status(row.verdict);
    const QString name = Words::title(row.ref);
    const auto now = row.now.latencyMs(kSaid);
    const auto usual = row.baseline.latencyMs(kSaid);
    if (!now && row.now.wasAsked()) { // nobody was met; that it fails is said for all that fails
        verdict.evidence = aside(row);
        return verdict;
    }
    if (!now) {
        verdict.status = Status::Unknown;
        verdict.sentence = tr("No request crossed %1 in this window.").arg(name);
        return verdict;
    }
    const QString text = widgets::milliseconds(now).text();
    if (usual && *now > *usual * kSlower) {
        verdict.status = std::max(verdict.status, Status::Degraded);
        verdict.sentence = tr("%1 takes %2, usually %3; no single leg explains it.")
                               .arg(name, text, widgets::milliseconds(usual).text());
    } else {
        verdict.sentence = tr("%1 is as usual: p95 %2.").arg(name, text);
    }
    verdict.evidence = aside(row);
    return verdict;
}

// The way back and the usual, for those who want to compare themselves.
QString LinksPresenter::aside(const LinkRow& row) const {
    QStringList parts;
    const std::vector<LinkRow> all = rows();
    const LinkRow* back = row.ref.from == row.ref.to ? nullptr : find(all, row.ref.reversed());
    if (back != nullptr && back->now.latencyMs(kSaid))
        parts
            << tr("way back p95 %1").arg(widgets::milliseconds(back->now.latencyMs(kSaid)).text());
    if (const auto usual = row.baseline.latencyMs(kSaid))
        parts << tr("usually %1").arg(widgets::milliseconds(usual).text());
    return parts.join(u"  ·  "_s);
}

// Of both ends, what may explain a step: all but what happens every day.
std::vector<qint64> LinksPresenter::events(const LinkRef& link) const {
    std::vector<qint64> times;
    for (const domain::Event& event : m_context.store.events(range()))
        if ((event.cluster == link.from || event.cluster == link.to)
            && (event.severity != domain::Severity::Info || event.subject.contains(link.name())))
            times.push_back(domain::epochMs(event.at));
    return times;
}

widgets::PlotContent LinksPresenter::legs() const {
    widgets::PlotContent plot;
    plot.title = tr("Where the time goes (mean of each leg, stacked)");
    plot.figure = widgets::milliseconds;
    plot.stacked = true;
    const auto link = chosen();
    if (!link)
        return plot;
    plot.markers = events(*link);
    const domain::MetricsSeries series = m_context.store.metrics(*link, range(), kPlotStep);
    plot.times = times(series);
    const std::vector<Slot> all = slotsOf(series);
    QList<double> below(plot.times.size(), 0.0);
    int color = 0;
    for (const domain::Leg leg : domain::kLegOrder) {
        widgets::PlotSeries line{
            Words::describe(leg), Token(int(Token::Series1) + color % 6), {}, true, {}};
        bool any = false;
        for (qsizetype i = 0; i < below.size(); ++i) {
            const domain::EdgeStats* stats = all[std::size_t(i)].stats;
            const auto mean = stats != nullptr ? meanMs(*stats, leg) : std::nullopt;
            any = any || mean.has_value();
            below[i] += mean.value_or(0);
            line.values << (mean ? below[i] : kNan);
            line.readOut << mean.value_or(kNan);
        }
        if (any) {
            plot.series.push_back(std::move(line));
            ++color;
        }
    }
    return plot;
}

widgets::PlotContent LinksPresenter::latency() const {
    widgets::PlotContent plot;
    plot.title = tr("Latency over the link");
    plot.figure = widgets::milliseconds;
    plot.fromZero = false;
    const auto link = chosen();
    if (!link)
        return plot;
    const domain::MetricsSeries series = m_context.store.metrics(*link, range(), kPlotStep);
    plot.times = times(series);
    const std::array tokens{Token::P50, Token::P95, Token::P99};
    const std::array names{u"p50"_s, u"p95"_s, u"p99"_s};
    for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
        plot.series.push_back({names[i],
                               tokens[i],
                               valuesOf(series,
                                        [i](const domain::EdgeStats& stats) {
                                            return stats.latencyMs(kQuantiles[i]);
                                        }),
                               false,
                               {}});
    }
    return plot;
}

void LinksPresenter::select(const QString& id) {
    m_context.view.navigation().select(domain::Selection::parse(id));
}

void LinksPresenter::open(const QString& id) {
    m_context.view.navigation().goTo({u"metrics"_s, domain::Selection::parse(id)});
}

} // namespace causeway::app::pages
