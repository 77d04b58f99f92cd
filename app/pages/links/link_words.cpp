// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_words.h"

#include "link/words.h"
#include "pages/common/words.h"
#include "widgets/figures.h"

namespace causeway::app::pages {

namespace {

using causeway::link::Kind;
using causeway::link::LegName;
using Fact = Evidence::Fact;

// A figure and its unit stay on one line.
QString together(const widgets::Figure& figure) {
    return figure.text().replace(u' ', QChar::Nbsp);
}

QString ms(double value) {
    return together(widgets::milliseconds(value));
}

// "30–35 ms"
QString rangeMs(const Accusation& accusation) {
    const QString high = ms(accusation.deltaHighMs);
    const QString low = widgets::milliseconds(accusation.deltaLowMs).value;
    return high.startsWith(low) ? high : low + u'–' + high;
}

QString percent(double share) {
    return together(widgets::share(share));
}

QString text(const std::string& name) {
    return QString::fromStdString(name);
}

// "azure → aws" of "azure:aws"; a service's name stays as it is.
QString place(const std::string& name) {
    return text(name).replace(u':', QStringLiteral(" → "));
}

QString leg(const std::string& name) {
    for (const domain::Leg each : domain::kLegOrder)
        if (telemetry::name(each) == name)
            return Words::describe(each);
    return text(name);
}

} // namespace

// What a leg's name says: "egress:aws" is the way out of aws.
QString LinkWords::part(const std::string& leg) {
    const QStringList words = text(leg).split(u':');
    if (words.size() < 2)
        return text(leg);
    if (words[0] == QLatin1String("egress"))
        return tr("Way out of %1").arg(words[1]);
    if (words[0] == QLatin1String("ingress"))
        return tr("Way into %1").arg(words[1]);
    if (words[0] == QLatin1String("connect"))
        return tr("Connections towards %1").arg(words[1]);
    if (words[0] == QLatin1String("certificate"))
        return tr("Certificate of %1").arg(words[1]);
    if (words[0] == QLatin1String("policy"))
        return tr("Policy of %1").arg(words[1]);
    if (words[0] == QLatin1String("workload"))
        return words[1];
    return words.size() < 3 || words[1] == words[2]
               ? tr("Network inside %1").arg(words[1])
               : tr("Wire between %1 and %2").arg(words[1], words[2]);
}

QString LinkWords::cause(const Accusation& accusation, double addedMs) {
    const QString site = text(accusation.leg.site);
    const QString other = text(accusation.leg.other);
    const QString more =
        accusation.kind == Kind::DirectionsDiffer ? rangeMs(accusation) : ms(addedMs);
    if (accusation.kind == Kind::LossyWire)
        return tr("the wire between %1 and %2 loses %3 of its packets")
            .arg(site, other, percent(accusation.losing));
    if (accusation.kind == Kind::Endpoints || accusation.kind == Kind::Certificate)
        return describe(accusation.evidence.front());
    if (accusation.kind == Kind::ConnectionsNotReused)
        return tr("connections towards %1 are not reused, which adds %2").arg(site, more);
    switch (accusation.leg.part) {
    case LegName::Part::Connect:
        return tr("setting up connections towards %1 adds %2").arg(site, more);
    case LegName::Part::Egress:
        return tr("the way out of %1 adds %2").arg(site, more);
    case LegName::Part::Ingress:
        return tr("the way into %1 adds %2").arg(site, more);
    case LegName::Part::Workload:
        return tr("%1 in %2 itself takes %3 longer").arg(other, site, more);
    default:
        break;
    }
    return tr("the wire between %1 and %2 adds %3").arg(site, other, more);
}

QString LinkWords::failure(const Accusation& accusation) {
    const QString site = text(accusation.leg.site);
    const QString other = text(accusation.leg.other);
    const QString failing = percent(accusation.failing);
    switch (accusation.leg.part) {
    case LegName::Part::Workload:
        return tr("%1 in %2 itself fails %3 of its requests").arg(other, site, failing);
    case LegName::Part::Egress:
        return tr("%1 of requests fail on the way out of %2").arg(failing, site);
    case LegName::Part::Wire:
        return tr("%1 of requests fail between %2 and %3").arg(failing, site, other);
    case LegName::Part::Policy:
        return tr("policy of %1 in %2 refuses %3 of what a caller asks").arg(other, site, failing);
    default:
        return tr("%1 of requests fail on the way into %2").arg(failing, site);
    }
}

QString LinkWords::impact(const causeway::link::Impact& impact) {
    if (impact.services.empty())
        return {};
    constexpr std::size_t kMost = 3;
    const auto shown = std::min(impact.services.size(), kMost);
    QStringList services;
    for (std::size_t i = 0; i < shown; ++i)
        services << text(impact.services[i]);
    QString said = tr("%1 to %2").arg(together(widgets::perSecond(impact.requestsPerSecond)),
                                      services.join(QStringLiteral(", ")));
    if (const int more = int(impact.services.size() - shown); more > 0)
        said = tr("%1 and %n more", nullptr, more).arg(said);
    if (impact.squads.empty())
        return said;
    QStringList squads;
    for (const std::string& squad : impact.squads)
        squads << text(squad);
    return tr("%1  ·  squads: %2").arg(said, squads.join(QStringLiteral(", ")));
}

QString LinkWords::describe(const Evidence& evidence) {
    const auto& names = evidence.names;
    switch (evidence.fact) {
    case Fact::SameFromBothEnds:
    case Fact::Balanced:
    case Fact::SelfLinkIsFast:
    case Fact::LegUnchanged:
    case Fact::AnswersWell:
    case Fact::WayHolds:
        return clear(evidence);
    case Fact::CheckReuse:
        return tr("See whether connections of %1 are reused").arg(place(names[0]));
    case Fact::CheckGateway:
        return tr("Look at the gateway of %1 and its limits").arg(text(names[0]));
    case Fact::CheckService:
        return tr("Look at %1 in %2").arg(text(names[0]), text(names[1]));
    case Fact::MeasureLink:
        return tr("Measure %1 → %2: it would tell more parts apart")
            .arg(text(names[0]), text(names[1]));
    case Fact::MeasureLegs:
        return tr("See the legs of %1 apart").arg(place(names[0]));
    case Fact::RunChecks:
        return tr("Go through the checks of %1").arg(place(names[0]));
    case Fact::CheckCertificates:
        return tr("Look at the certificates of %1").arg(text(names[0]));
    case Fact::CheckEndpoints:
        return tr("See which endpoints of %1 are gone").arg(text(names[0]));
    case Fact::ExplainDenial:
        return tr("See which rules refuse %1").arg(text(names[0]));
    default:
        return accuse(evidence);
    }
}

QString LinkWords::accuse(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::DirectionsDiffer:
        return tr("%1 → %2: %3 there, %4 back, so it is not the wire")
            .arg(text(names[0]), text(names[1]), ms(values[0]), ms(values[1]));
    case Fact::LegGrew:
        return tr("%1: %2 %3, usually %4")
            .arg(place(names[0]), leg(names[1]), ms(values[1]), ms(values[0]));
    case Fact::SetupGrew:
        return tr("%1: each new connection %2, usually %3")
            .arg(place(names[0]), ms(values[1]), ms(values[0]));
    case Fact::LegAboveOthers:
        return tr("%1: %2 %3, on other links %4")
            .arg(place(names[0]), leg(names[1]), ms(values[1]), ms(values[0]));
    case Fact::ReuseFell:
        return tr("%1: %2 find a connection open, usually %3")
            .arg(place(names[0]), percent(values[1]), percent(values[0]));
    case Fact::ReuseIsLow:
        return tr("%1: %2 find a connection open, on other links %3")
            .arg(place(names[0]), percent(values[1]), percent(values[0]));
    case Fact::ServiceFails:
        return tr("%1 fails %2 of its requests itself, usually %3")
            .arg(text(names[0]), percent(values[1]), percent(values[0]));
    case Fact::WayFails:
        return tr("%1: %2 of requests fail without a service that failed them, usually %3")
            .arg(place(names[0]), percent(values[1]), percent(values[0]));
    case Fact::FitLeaves:
        return tr("%1 are left unexplained").arg(ms(values[0]));
    default:
        return measure(evidence);
    }
}

// What probes, connections and other weeks say to it.
QString LinkWords::measure(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::RoundTripGrew:
        return tr("%1: bare datagrams take %2 there and back, usually %3")
            .arg(place(names[0]), ms(values[1]), ms(values[0]));
    case Fact::RoundTripUnchanged:
        return tr("%1: bare datagrams take %2 there and back as usual, so the wire is not longer")
            .arg(place(names[0]), ms(values[1]));
    case Fact::ConnectionsAgree:
        return tr("%1: the connections of requests say the same: %2 there and back, usually %3")
            .arg(place(names[0]), ms(values[1]), ms(values[0]));
    case Fact::ConnectionsDiffer:
        return tr("%1: the connections of requests do not say the same: %2 there and back, usually "
                  "%3")
            .arg(place(names[0]), ms(values[1]), ms(values[0]));
    case Fact::PathChanged:
        return tr("%1 → %2: the path changed at %3, from %n hop(s) to %4", nullptr, int(values[0]))
            .arg(text(names[0]), text(names[1]), text(names[2]), QString::number(int(values[1])));
    case Fact::UnusualAtThisHour:
        return tr("%1: %2 %3, at this hour of the last %n week(s) %4 ± %5", nullptr, int(values[3]))
            .arg(place(names[0]), leg(names[1]), ms(values[2]), ms(values[0]), ms(values[1]));
    case Fact::UsualAtThisHour:
        return tr("%1: %2 %3 is usual at this hour: %4 ± %5 in the last %n week(s)", nullptr,
                  int(values[3]))
            .arg(place(names[0]), leg(names[1]), ms(values[2]), ms(values[0]), ms(values[1]));
    case Fact::ColdAgainstWarm:
        return tr("%1: a probe takes %2 on an open connection, %3 with a new one")
            .arg(place(names[0]), ms(values[0]), ms(values[1]));
    default:
        return see(evidence);
    }
}

QString LinkWords::see(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::CertificateExpired:
        return tr("the certificate of %1 in %2 expired %3")
            .arg(text(names[0]), text(names[1]), text(names[2]));
    case Fact::CertificateDue:
        return tr("the certificate of %1 in %2 should have been renewed; it expires %3")
            .arg(text(names[0]), text(names[1]), text(names[2]));
    case Fact::AnswersRefused:
        return tr("%1: %2 of what %3 asks of %4 is refused, usually %5")
            .arg(place(names[0]), percent(values[1]), text(names[1]), text(names[2]),
                 percent(values[0]));
    case Fact::CallDenied:
        return tr("the proxy of %1 recorded that policy denied %2 to %3")
            .arg(text(names[2]), text(names[1]), text(names[0]));
    case Fact::EndpointsGone:
        return tr("%1 of %2 endpoints of %3 in %4 are ready")
            .arg(int(values[0]))
            .arg(int(values[1]))
            .arg(text(names[0]), text(names[1]));
    case Fact::DatagramsLost:
        return tr("%1 of %2 datagrams between %3 and %4 were lost (%5), usually %6")
            .arg(int(values[2]))
            .arg(int(values[3]))
            .arg(text(names[0]), text(names[1]), percent(values[1]), percent(values[0]));
    case Fact::CannotTellApart:
        break;
    default: // one that this page has no words for yet
        return QString::fromStdString(causeway::link::describe(evidence));
    }
    QStringList legs;
    for (const std::string& name : names)
        legs << part(name);
    return tr("Cannot be told apart from %1 by what was measured")
        .arg(legs.join(QStringLiteral(", ")));
}

QString LinkWords::clear(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::SameFromBothEnds:
        return tr("Wire between %1 and %2: the same from both ends")
            .arg(text(names[0]), text(names[1]));
    case Fact::Balanced:
        return tr("%1 ↔ %2: %3 and %4")
            .arg(text(names[0]), text(names[1]), ms(values[0]), ms(values[1]));
    case Fact::SelfLinkIsFast:
        return tr("Application in %1, if it is the same target: %1 → %1 takes %2 in all")
            .arg(text(names[0]), ms(values[0]));
    case Fact::AnswersWell:
        return tr("Services behind %1: they fail %2 of its requests")
            .arg(place(names[0]), percent(values[0]));
    case Fact::WayHolds:
        return tr("Way of %1: %2 of its requests fail there")
            .arg(place(names[0]), percent(values[0]));
    default:
        return tr("%1: %2 on %3, otherwise %4")
            .arg(part(names[0]), ms(values[1]), place(names[1]), ms(values[0]));
    }
}

} // namespace causeway::app::pages
