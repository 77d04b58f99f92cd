// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/inspector_presenter.h"

#include "pages/common/event_lines.h"
#include "pages/common/figures_of.h"
#include "pages/common/findings.h"
#include "pages/common/words.h"
#include "widgets/figures.h"

#include <algorithm>

namespace causeway::app::shell {

using domain::EdgeStats;
using domain::Selection;
using pages::Words;
using Section = InspectorContent::Section;
using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kMostEntries = 6;
constexpr domain::Milliseconds kLegStep = std::chrono::seconds(1);

} // namespace

InspectorContent InspectorPresenter::content() const {
    const Selection& selection = m_context.view.navigation().selection();
    const domain::TimeRange window = m_context.view.time().window();
    const store::Total total = m_context.store.look(window)->total(selection);
    const domain::Verdict verdict = domain::judge(total.now, &total.baseline);

    InspectorContent content;
    content.kind = kind();
    content.title = Words::title(selection);
    content.status = Words::status(verdict);
    content.why = Words::describe(verdict);
    content.command = command();
    if (selection.isFleet())
        describeFleet(content);
    if (const auto* cluster = selection.as<domain::ClusterRef>())
        describeCluster(cluster->name, content);
    if (const auto* service = selection.as<domain::ServiceSelection>())
        describeService(service->ref, content);
    content.sections.push_back(figures(total.now));
    if (selection.as<domain::LinkRef>() != nullptr || selection.as<domain::EdgeKey>() != nullptr)
        content.sections.push_back(legs(selection));
    if (const auto* workload = selection.as<domain::WorkloadSelection>())
        content.sections.push_back(certificates(workload->ref.name, workload->ref.cluster));
    if (const auto* edge = selection.as<domain::EdgeKey>())
        content.sections.push_back(certificates(edge->source.name, edge->source.cluster));
    content.sections.push_back(events());
    return content;
}

QString InspectorPresenter::kind() const {
    const Selection& selection = m_context.view.navigation().selection();
    if (selection.as<domain::ClusterRef>() != nullptr)
        return tr("Cluster");
    if (selection.as<domain::ServiceSelection>() != nullptr)
        return tr("Service");
    if (selection.as<domain::WorkloadSelection>() != nullptr)
        return tr("Workload");
    if (selection.as<domain::LinkRef>() != nullptr)
        return tr("Link");
    if (selection.as<domain::EdgeKey>() != nullptr)
        return tr("Call");
    return tr("Fleet");
}

Section InspectorPresenter::figures(const domain::EdgeFigures& stats) const {
    Section section{tr("Figures"), {}, {}, tr("Nobody reported in this window.")};
    if (stats.best() == nullptr)
        return section;
    section.rows = {
        {tr("requests"), widgets::perSecond(stats.requestsPerSecond())},
        {tr("success"), widgets::share(stats.success())},
        {tr("p50 at the caller"), widgets::milliseconds(stats.latencyMs(0.5))},
        {tr("p95 at the caller"), widgets::milliseconds(stats.latencyMs(0.95))},
        {tr("p99 at the caller"), widgets::milliseconds(stats.latencyMs(0.99))},
        {tr("p95 at the callee"), widgets::milliseconds(stats.calleeLatencyMs(0.95))},
    };
    if (stats.caller)
        section.rows.push_back(
            {tr("new connections"), widgets::share(domain::coldShare(*stats.caller))});
    return section;
}

Section InspectorPresenter::legs(const Selection& selection) const {
    const domain::TimeRange window = m_context.view.time().window();
    const auto step = std::max<domain::Milliseconds>(kLegStep, window.span() / 60);
    const EdgeStats stats = m_context.store.metrics(selection, window, step).total();
    Section section{tr("Legs (median)"), {}, {}, tr("No hop reported its own time.")};
    for (const domain::Leg leg : domain::kLegOrder)
        if (const auto ms = stats.legMs(leg, 0.5))
            section.rows.push_back({Words::describe(leg), widgets::milliseconds(ms)});
    return section;
}

void InspectorPresenter::describeFleet(InspectorContent& content) const {
    const Section found = findingsSection();
    // The whole can be as usual while a part is not: the part is what to look at.
    if (!found.entries.empty()) {
        content.status = std::ranges::any_of(found.entries,
                                             [](const auto& entry) {
                                                 return entry.status == theme::Status::Failing;
                                             })
                             ? theme::Status::Failing
                             : theme::Status::Degraded;
        content.why = tr("%n finding(s)", nullptr, int(found.entries.size()));
    }
    content.sections.push_back(found);
}

Section InspectorPresenter::findingsSection() const {
    const bool known = !m_context.store.fleet().clusters.empty();
    Section section{tr("Findings"),
                    {},
                    {},
                    known ? tr("Nothing needs attention.") : tr("There is nothing to judge yet.")};
    for (const pages::Finding& finding : pages::findings(m_context))
        section.entries.push_back(
            {finding.status, finding.subject, finding.text, finding.selection.id()});
    return section;
}

Section InspectorPresenter::events() const {
    Section section{tr("Events"), {}, {}, tr("None in this span.")};
    const QString title = Words::title(m_context.view.navigation().selection());
    const bool all = m_context.view.navigation().selection().isFleet();
    std::vector<domain::Event> events = m_context.store.events(m_context.view.time().range());
    std::erase_if(events, [&](const domain::Event& event) {
        return !all && event.cluster != title && !event.subject.startsWith(title)
               && !title.startsWith(event.subject);
    });
    for (const pages::EventLine& line : pages::linesOf(events, kMostEntries))
        section.entries.push_back({line.status, line.subject, line.text, {}});
    return section;
}

Section InspectorPresenter::certificates(const QString& workload, const QString& cluster) const {
    Section section{tr("Certificates"), {}, {}, tr("None is known.")};
    for (const auto& [key, certificate] : m_context.inventory().certificates()) {
        if (certificate.workload != workload || certificate.cluster != cluster)
            continue;
        section.entries.push_back(
            {Words::status(certificate, m_context.asOf()), certificate.instance,
             tr("valid until %1").arg(Words::dayAndTime(certificate.notAfter)), {}});
    }
    return section;
}

void InspectorPresenter::describeCluster(const QString& name, InspectorContent& content) const {
    const domain::SourceState source = m_context.source(name);
    if (!source.fresh()) {
        content.status = Words::status(source.condition);
        content.why = Words::describe(source, m_context.asOf());
    }
    int services = 0;
    int proxies = 0;
    int connected = 0;
    for (const auto& [ref, service] : m_context.inventory().services())
        services += ref.cluster == name && !service.mirrorOf ? 1 : 0;
    for (const auto& [key, proxy] : m_context.inventory().proxies())
        if (key.first == name) {
            ++proxies;
            connected += proxy.connected ? 1 : 0;
        }
    Section section{tr("Inventory"), {}, {}, {}};
    section.rows = {{tr("services"), widgets::count(services)},
                    {tr("proxies connected"), {u"%1 / %2"_s.arg(connected).arg(proxies), {}}}};
    if (const domain::Cluster* cluster = m_context.store.fleet().cluster(name))
        section.rows.push_back({tr("region"), {cluster->region, {}}});
    const auto& told = m_context.inventory().clusters();
    if (const auto it = told.find(name); it != told.end() && !it->second.version.isEmpty())
        section.rows.push_back({tr("control plane"), {it->second.version, {}}});
    if (!source.nextStep.isEmpty() && !source.fresh())
        section.entries.push_back({content.status, tr("Next step"), source.nextStep, {}});
    content.sections.push_back(section);
}

void InspectorPresenter::describeService(const domain::ServiceRef& ref,
                                         InspectorContent& content) const {
    const domain::Service* service = m_context.inventory().service(ref);
    if (service == nullptr)
        return;
    Section section{tr("Inventory"), {}, {}, {}};
    section.rows = {
        {tr("cluster"), {ref.cluster, {}}},
        {tr("endpoints ready"),
         {u"%1 / %2"_s.arg(service->readyEndpoints).arg(service->endpoints), {}}},
    };
    if (!service->squad().isEmpty())
        section.rows.push_back({tr("squad"), {service->squad(), {}}});
    content.sections.push_back(section);
}

QString InspectorPresenter::command() const {
    const QString& file = m_context.store.fleet().location;
    if (file.isEmpty())
        return {};
    const Selection& selection = m_context.view.navigation().selection();
    const QString what = selection.as<domain::LinkRef>() != nullptr      ? u"links"_s
                         : selection.as<domain::ClusterRef>() != nullptr ? u"clusters"_s
                         : selection.isFleet()                           ? u"clusters"_s
                                                                         : u"edges"_s;
    return u"causewayctl %1 --fleet %2"_s.arg(what, file);
}

void InspectorPresenter::select(const QString& id) {
    m_context.view.navigation().select(Selection::parse(id));
}

} // namespace causeway::app::shell
