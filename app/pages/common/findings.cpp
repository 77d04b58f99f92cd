// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/findings.h"

#include "pages/common/words.h"
#include "widgets/figures.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace causeway::app::pages {

using theme::Status;

namespace {

constexpr double kAsymmetric = 1.6; // a link over its way back

struct FindingsText {
    Q_DECLARE_TR_FUNCTIONS(FindingsText)
};

bool bad(const domain::Verdict& verdict) {
    return verdict.health == domain::Health::Degraded || verdict.health == domain::Health::Failing;
}

void addSources(const Context& context, std::vector<Finding>& found) {
    for (const domain::Cluster& cluster : context.store.fleet().clusters) {
        const domain::SourceState source = context.source(cluster.name);
        if (source.fresh() || source.condition == domain::SourceCondition::Connecting)
            continue;
        found.push_back({Words::status(source.condition), cluster.name,
                         Words::describe(source, context.asOf()),
                         domain::ClusterRef{cluster.name}});
    }
}

void addTraffic(const Context& context, std::vector<Finding>& found) {
    const domain::TimeRange window = context.view.time().window();
    const std::vector<store::LinkRow> links = context.store.links(window);
    for (const store::LinkRow& link : links) {
        if (bad(link.verdict) && !link.stale)
            found.push_back({Words::status(link.verdict), Words::title(link.ref),
                             Words::describe(link.verdict), link.ref});
        else if (const QString text = asymmetry(link, links); !text.isEmpty())
            found.push_back({Status::Degraded, Words::title(link.ref), text, link.ref});
    }
    // One service, one finding, however many callers suffer.
    const auto look = context.store.look(window);
    std::set<domain::ServiceRef> services;
    for (const store::EdgeRow& edge : look->edges)
        if (bad(edge.verdict) && !edge.stale)
            services.insert(edge.key().destination);
    for (const domain::ServiceRef& service : services) {
        const store::Total total = look->total(domain::ServiceSelection{service});
        if (const domain::Verdict verdict = domain::judge(total.now); bad(verdict))
            found.push_back({Words::status(verdict), service.shortName(), Words::describe(verdict),
                             domain::ServiceSelection{service}});
    }
}

void addProxies(const Context& context, std::vector<Finding>& found) {
    for (const auto& [key, proxy] : context.inventory().proxies())
        if (!proxy.lastNack.isEmpty())
            found.push_back({Status::Failing, proxy.instance,
                             FindingsText::tr("refused its configuration: %1").arg(proxy.lastNack),
                             domain::WorkloadSelection{proxy.workload}});
}

void addCertificates(const Context& context, std::vector<Finding>& found) {
    for (const auto& [key, certificate] : context.inventory().certificates()) {
        const Status status = Words::status(certificate, context.asOf());
        if (status == Status::Ok)
            continue;
        found.push_back(
            {status,
             certificate.instance.isEmpty() ? certificate.subject : certificate.instance,
             FindingsText::tr("its certificate ends %1")
                 .arg(Words::dayAndTime(certificate.notAfter)),
             domain::ClusterRef{certificate.cluster}});
    }
}

} // namespace

QString asymmetry(const store::LinkRow& link, const std::vector<store::LinkRow>& all) {
    const auto there = link.now.latencyMs(0.95);
    const auto back = std::find_if(all.begin(), all.end(), [&](const store::LinkRow& other) {
        return other.ref == link.ref.reversed() && other.ref != link.ref;
    });
    if (!there || link.stale || back == all.end())
        return {};
    const auto home = back->now.latencyMs(0.95);
    if (back->stale || !home || *there < *home * kAsymmetric)
        return {};
    return FindingsText::tr("p95 %1 there, %2 back: not the wire")
        .arg(widgets::milliseconds(there).text(), widgets::milliseconds(home).text());
}

std::vector<Finding> findings(const Context& context) {
    std::vector<Finding> found;
    addSources(context, found);
    addTraffic(context, found);
    addProxies(context, found);
    addCertificates(context, found);
    std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
        return (a.status == Status::Failing) > (b.status == Status::Failing);
    });
    return found;
}

} // namespace causeway::app::pages
