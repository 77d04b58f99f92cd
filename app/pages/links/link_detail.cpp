// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_detail.h"

#include "link/connection_figures.h"
#include "link/probe_figures.h"
#include "pages/common/words.h"
#include "widgets/figures.h"

#include <algorithm>

namespace causeway::app::pages {

using domain::ProbeRung;
using theme::Status;
using theme::Token;
using widgets::FactListContent;
using widgets::WaterfallContent;
using namespace Qt::StringLiterals;

namespace {

constexpr double kSaid = 0.95;       // the quantile that sentences speak of
constexpr double kLossy = 0.01; // of segments that are sent again

} // namespace

WaterfallContent LinkDetail::setUp() const {
    WaterfallContent content{tr("What a new connection costs (probes)"), {},
                             tr("Nothing was probed over this link in this window.")};
    const domain::TimeRange window = m_context.view.time().window();
    const auto probed = m_context.store.probes(window.end).over(window);
    const auto median = [&](ProbeRung rung) -> std::optional<double> {
        const domain::ProbeSample* sample = store::find(probed, m_link, rung);
        return sample != nullptr ? causeway::link::figuresOf(*sample).p50Ms : std::nullopt;
    };
    if (const auto wire = median(ProbeRung::Udp))
        content.bars.push_back({tr("Wire, both ways"), 0, *wire, Token::Series4});
    double begin = 0;
    const auto follow = [&](const QString& what, std::optional<double> length, Token color) {
        if (!length)
            return;
        content.bars.push_back({what, begin, *length, color});
        begin += *length;
    };
    follow(tr("TCP connection"), median(ProbeRung::Tcp), Token::Series1);
    follow(tr("TLS handshake"), median(ProbeRung::Tls), Token::Series2);
    // What a cold request takes beyond its set-up is the request itself.
    if (const auto cold = median(ProbeRung::HttpCold); cold && *cold > begin)
        follow(tr("First request"), *cold - begin, Token::Series3);
    if (const auto warm = median(ProbeRung::HttpWarm))
        content.bars.push_back({tr("Warm request"), 0, *warm, Token::Series6});
    if (const auto call = median(ProbeRung::Grpc))
        content.bars.push_back({tr("Call through the mesh"), 0, *call, Token::Series5});
    return content;
}

FactListContent LinkDetail::ends() const {
    FactListContent content{tr("Both ends"), {}, tr("Neither cluster has told what is there.")};
    addGateways(content.lines, m_link.from);
    addCertificate(content.lines, m_link.from);
    if (m_link.to != m_link.from) {
        addGateways(content.lines, m_link.to);
        addCertificate(content.lines, m_link.to);
    }
    addPath(content.lines);
    addConnections(content.lines);
    addMirrors(content.lines);
    return content;
}

void LinkDetail::addGateways(Lines& lines, const QString& cluster) const {
    int all = 0;
    int connected = 0;
    for (const auto& [key, proxy] : m_context.inventory().proxies())
        if (key.first == cluster && proxy.mode == domain::ProxyMode::Gateway) {
            ++all;
            connected += proxy.connected ? 1 : 0;
        }
    if (all == 0)
        return;
    const domain::SourceState source = m_context.source(cluster);
    const Status status = !source.fresh()    ? Status::Stale
                          : connected == 0   ? Status::Failing
                          : connected < all ? Status::Degraded
                                            : Status::Ok;
    lines.push_back({status, tr("Gateways of %1").arg(cluster),
                     {tr("%1 of %2 connected").arg(connected).arg(all), {}},
                     domain::Selection(domain::ClusterRef{cluster}).id()});
}

// Of the newest leaf of each gateway the one that ends first.
void LinkDetail::addCertificate(Lines& lines, const QString& cluster) const {
    std::map<QString, const domain::Certificate*> newest;
    for (const auto& [key, certificate] : m_context.inventory().certificates()) {
        if (key.first != cluster || certificate.kind != domain::CertificateKind::Leaf)
            continue;
        const auto proxy =
            m_context.inventory().proxies().find({cluster, certificate.instance});
        if (proxy == m_context.inventory().proxies().end()
            || proxy->second.mode != domain::ProxyMode::Gateway || !proxy->second.connected)
            continue;
        const domain::Certificate*& known = newest[certificate.instance];
        if (known == nullptr || known->notAfter < certificate.notAfter)
            known = &certificate;
    }
    const domain::Certificate* first = nullptr;
    for (const auto& [instance, certificate] : newest)
        if (first == nullptr || certificate->notAfter < first->notAfter)
            first = certificate;
    if (first == nullptr)
        return;
    const domain::Instant now = m_context.asOf();
    const QString until = Words::dayAndTime(first->notAfter);
    lines.push_back(
        {Words::status(*first, now), tr("Certificate of %1").arg(first->instance),
         {first->notAfter < now ? tr("expired %1").arg(until) : tr("until %1").arg(until), {}},
         domain::Selection(domain::ClusterRef{cluster}).id()});
}

// By the hop limits with which datagrams arrive.
void LinkDetail::addPath(Lines& lines) const {
    const domain::TimeRange window = m_context.view.time().window();
    const auto probed = m_context.store.probes(window.end).over(window);
    const domain::ProbeSample* sample = store::find(probed, m_link, ProbeRung::Udp);
    if (sample == nullptr || !sample->pathOut || !sample->pathBack)
        return;
    const bool changed = sample->pathOut->changes + sample->pathBack->changes > 0;
    const QString hops =
        tr("%1 there, %2 back").arg(sample->pathOut->hops).arg(sample->pathBack->hops);
    lines.push_back({changed ? Status::Degraded : Status::Ok, tr("Hops between gateways"),
                     {changed ? tr("%1, changed").arg(hops) : hops, {}},
                     {}});
}

// As the kernel of the egress gateway sees those that requests travel on.
void LinkDetail::addConnections(Lines& lines) const {
    const domain::TimeRange window = m_context.view.time().window();
    const std::string name = m_link.name().toStdString();
    for (const domain::ConnectionSample& sample : m_context.store.connections().over(window)) {
        if (sample.leg != domain::Leg::Wire || sample.link != name)
            continue;
        const auto figures = causeway::link::figuresOf(sample, window.span());
        if (!figures.rttMs || !figures.retransmitted)
            return;
        lines.push_back({figures.retransmitted->low > kLossy ? Status::Degraded : Status::Ok,
                         tr("Connections of requests"),
                         {tr("%1, %2 sent again")
                              .arg(widgets::milliseconds(figures.rttMs).text(),
                                   widgets::share(figures.retransmitted->value).text()),
                          {}},
                         {}});
    }
}

// A mirror is good for as much as what it mirrors.
void LinkDetail::addMirrors(Lines& lines) const {
    const auto& links = m_context.inventory().links();
    const auto link = links.find(m_link);
    if (link == links.end() || link->second.services.isEmpty())
        return;
    int ready = 0;
    QStringList missing;
    for (const QString& name : link->second.services) {
        domain::ServiceRef ref = domain::Ref::parse(name);
        ref.cluster = m_link.to;
        const domain::Service* service = m_context.inventory().service(ref);
        if (service != nullptr && service->readyEndpoints > 0)
            ++ready;
        else
            missing << name;
    }
    const auto all = int(link->second.services.size());
    if (missing.isEmpty()) {
        lines.push_back(
            {Status::Ok, tr("Services mirrored"), {tr("%1, all ready").arg(all), {}}, {}});
        return;
    }
    lines.push_back({ready == 0 ? Status::Failing : Status::Degraded, tr("Services mirrored"),
                     {tr("%1 of %2 ready, not %3").arg(ready).arg(all).arg(missing.front()), {}},
                     {}});
}

FactListContent LinkDetail::neighbours() const {
    FactListContent content{
        tr("Links that share a part of its way"), {}, tr("No other link shares a gateway.")};
    for (const store::LinkRow& row : m_context.store.links(m_context.view.time().window())) {
        if (row.ref == m_link || row.ref.from == row.ref.to || !row.now.wasAsked())
            continue;
        QString part;
        if (row.ref == m_link.reversed())
            part = tr("the wire");
        else if (row.ref.to == m_link.to)
            part = tr("the way into %1").arg(m_link.to);
        else if (row.ref.from == m_link.from)
            part = tr("the way out of %1").arg(m_link.from);
        else
            continue;
        const auto p95 = row.now.latencyMs(kSaid);
        content.lines.push_back({Words::status(row.verdict, row.stale),
                                 tr("%1: %2").arg(Words::title(row.ref), part),
                                 p95 ? widgets::milliseconds(p95)
                                     : widgets::share(row.now.success()),
                                 domain::Selection(row.ref).id()});
    }
    return content;
}

} // namespace causeway::app::pages
