// SPDX-License-Identifier: Apache-2.0
#include "link/words.h"

#include "link/units.h"

#include <cstdio>

namespace causeway::link {
namespace {

using units::ms;
using units::percent;
using Fact = Evidence::Fact;
using Part = LegName::Part;

std::string amount(const Verdict& verdict) {
    char text[64];
    if (verdict.deltaHighMs - verdict.deltaLowMs < 1)
        std::snprintf(text, sizeof text, "+%.0f ms", verdict.deltaHighMs);
    else
        std::snprintf(text, sizeof text, "+%.0f to +%.0f ms", verdict.deltaLowMs,
                      verdict.deltaHighMs);
    return text;
}

std::string place(const Verdict& verdict) {
    const LegName& leg = verdict.leg;
    switch (leg.part) {
    case Part::Egress:
        return "out of " + leg.site;
    case Part::Ingress:
        return "into " + leg.site;
    case Part::Connect:
        return "connections towards " + leg.site;
    case Part::Workload:
        return leg.other + " in " + leg.site;
    case Part::Certificate:
        return "the certificate of " + leg.other + " in " + leg.site;
    case Part::Policy:
        return (leg.other == "default" ? "the default policy" : "Server " + leg.other) + " in "
               + leg.site;
    case Part::Wire:
        break;
    }
    return leg.site == leg.other ? "the network inside " + leg.site
                                 : "the wire between " + leg.site + " and " + leg.other;
}

std::string join(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& each : names)
        text += (text.empty() ? "" : ", ") + each;
    return text;
}

// Facts of inventories and recordings.
std::string sighting(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::CertificateExpired:
        return "the certificate of " + names[0] + " in " + names[1] + " expired " + names[2];
    case Fact::CertificateDue:
        return "the certificate of " + names[0] + " in " + names[1]
               + " should have been renewed; it expires " + names[2];
    case Fact::AnswersRefused:
        return names[0] + ": " + percent(values[1]) + " of what " + names[1] + " asks of "
               + names[2] + " is refused, usually " + percent(values[0]);
    case Fact::CallDenied:
        return "the proxy of " + names[2] + " recorded that policy denied " + names[1] + " to "
               + names[0];
    case Fact::EndpointsGone:
        return std::to_string(std::int64_t(values[0])) + " of "
               + std::to_string(std::int64_t(values[1])) + " endpoints of " + names[0] + " in "
               + names[1] + " are ready";
    case Fact::DatagramsLost:
        return std::to_string(std::int64_t(values[2])) + " of "
               + std::to_string(std::int64_t(values[3])) + " datagrams between " + names[0]
               + " and " + names[1] + " were lost (" + percent(values[1]) + "), usually "
               + percent(values[0]);
    default:
        return {};
    }
}

std::string atThisHour(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    const std::string usual = ms(values[0]) + " ± " + ms(values[1]) + ", of "
                              + std::to_string(std::int64_t(values[3])) + " weeks";
    return names[0] + ": " + names[1] + " " + ms(values[2])
           + (fact == Fact::UsualAtThisHour
                  ? " is no more than usual at this hour of the week: "
                  : "; at this hour of the week it usually takes ")
           + usual;
}

// Facts of probes, of the kernel's connections, and of the weeks before.
std::string measurement(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::RoundTripGrew:
        return names[0] + ": bare datagrams take " + ms(values[1]) + " there and back, usually "
               + ms(values[0]);
    case Fact::RoundTripUnchanged:
        return names[0] + ": bare datagrams take " + ms(values[1])
               + " there and back as usual: the wire itself is not longer";
    case Fact::ConnectionsAgree:
        return names[0] + ": the connections of requests say the same: " + ms(values[1])
               + " there and back, usually " + ms(values[0]);
    case Fact::ConnectionsDiffer:
        return names[0] + ": the connections of requests do not say the same: " + ms(values[1])
               + " there and back, usually " + ms(values[0]);
    case Fact::PathChanged:
        return "the path from " + names[0] + " to " + names[1] + " changed from "
               + std::to_string(std::int64_t(values[0])) + " to "
               + std::to_string(std::int64_t(values[1])) + " hops at " + names[2];
    case Fact::ColdAgainstWarm:
        return names[0] + ": a probe takes " + ms(values[0]) + " on an open connection, "
               + ms(values[1]) + " with a new one";
    case Fact::UnusualAtThisHour:
    case Fact::UsualAtThisHour:
        return atThisHour(evidence);
    default:
        return sighting(evidence);
    }
}

// Facts that accuse.
std::string accusation(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::DirectionsDiffer:
        return names[0] + " → " + names[1] + " takes " + ms(values[0]) + ", the way back "
               + ms(values[1])
               + ": a round trip over one wire is the same from both ends, so it is not the wire";
    case Fact::LegGrew:
        return names[0] + ": " + names[1] + " " + ms(values[1]) + ", usually " + ms(values[0]);
    case Fact::SetupGrew:
        return names[0] + ": a new connection takes " + ms(values[1]) + ", usually "
               + ms(values[0]);
    case Fact::LegAboveOthers:
        return names[0] + ": " + names[1] + " " + ms(values[1]) + ", elsewhere " + ms(values[0]);
    case Fact::ReuseFell:
        return names[0] + ": " + percent(values[1])
               + " of requests find a connection open, usually " + percent(values[0]);
    case Fact::ReuseIsLow:
        return names[0] + ": " + percent(values[1])
               + " of requests find a connection open, elsewhere " + percent(values[0]);
    case Fact::ServiceFails:
        return names[0] + " fails " + percent(values[1]) + " of its requests itself, usually "
               + percent(values[0]);
    case Fact::WayFails:
        return names[0] + ": " + percent(values[1])
               + " of requests fail without a callee that failed them, usually "
               + percent(values[0]);
    case Fact::FitLeaves:
        return "the fit leaves " + ms(values[0]) + " unexplained";
    case Fact::CannotTellApart:
        return "cannot be told apart from " + join(names) + " by what was measured";
    default:
        return measurement(evidence);
    }
}

std::string clearance(const Evidence& evidence) {
    const auto& [fact, names, values] = evidence;
    switch (fact) {
    case Fact::SameFromBothEnds:
        return "the wire between " + names[0] + " and " + names[1]
               + ": its round trip is the same from both ends";
    case Fact::Balanced:
        return names[0] + " ↔ " + names[1] + ": " + ms(values[0]) + " and " + ms(values[1])
               + ", so neither end of it is slow";
    case Fact::SelfLinkIsFast:
        return "the application in " + names[0] + ", if it is the same target: " + names[0] + " → "
               + names[0] + " takes " + ms(values[0]) + " in all, less than the " + ms(values[1])
               + " that are too many";
    case Fact::AnswersWell:
        return "the services behind " + names[0] + ": they fail " + percent(values[0])
               + " of its requests";
    case Fact::WayHolds:
        return "the way " + names[0] + ": " + percent(values[0]) + " of its requests fail on it";
    default:
        return names[0] + ": " + ms(values[1]) + " on " + names[1] + ", otherwise " + ms(values[0]);
    }
}

} // namespace

std::string describe(const Verdict& verdict) {
    if (verdict.kind == Kind::Certificate || verdict.kind == Kind::Endpoints)
        return describe(verdict.evidence.front());
    if (verdict.kind == Kind::LossyWire)
        return place(verdict) + ": it loses " + percent(verdict.losing) + " of its packets";
    if (verdict.kind == Kind::Policy)
        return place(verdict) + ": it refuses " + percent(verdict.failing)
               + " of what a caller asks";
    if (isFailing(verdict.kind))
        return place(verdict)
               + (verdict.kind == Kind::FailingWay
                      ? ": " + percent(verdict.failing) + " of requests fail there"
                      : ": it fails " + percent(verdict.failing) + " of its requests itself");
    std::string text = place(verdict) + ": " + amount(verdict);
    switch (verdict.kind) {
    case Kind::DirectionsDiffer:
        return text
               + (verdict.leg.part == Part::Ingress ? " over the way out" : " over the way in");
    case Kind::ConnectionsNotReused:
        return text + ", because requests wait for new connections";
    case Kind::SlowSetup:
        return text + " to set a connection up";
    default:
        return text + (verdict.standing ? " over the other links" : " over the usual");
    }
}

std::string describe(const Evidence& evidence) {
    switch (evidence.fact) {
    case Fact::SameFromBothEnds:
    case Fact::Balanced:
    case Fact::SelfLinkIsFast:
    case Fact::LegUnchanged:
    case Fact::AnswersWell:
    case Fact::WayHolds:
        return clearance(evidence);
    case Fact::CheckReuse:
        return "see whether connections of " + evidence.names[0] + " are reused";
    case Fact::CheckGateway:
        return "look at the gateway of " + evidence.names[0] + " and its limits";
    case Fact::CheckService:
        return "look at " + evidence.names[0] + " in " + evidence.names[1];
    case Fact::MeasureLink:
        return "measure " + evidence.names[0] + " → " + evidence.names[1]
               + ", which nobody has: it would tell more parts apart";
    case Fact::MeasureLegs:
        return "see the legs of " + evidence.names[0] + " apart";
    case Fact::RunChecks:
        return "go through the checks of " + evidence.names[0] + " in their order";
    case Fact::CheckCertificates:
        return "look at the certificates of " + evidence.names[0];
    case Fact::CheckEndpoints:
        return "see which endpoints of " + evidence.names[0] + " are gone";
    case Fact::ExplainDenial:
        return "see which rules refuse " + evidence.names[0] + ", and what would allow it";
    default:
        return accusation(evidence);
    }
}

std::string commandFor(const Evidence& evidence) {
    switch (evidence.fact) {
    case Fact::CheckReuse:
    case Fact::MeasureLegs:
        return "causewayctl link show " + evidence.names[0];
    case Fact::MeasureLink:
        return "causewayctl link show " + evidence.names[0] + ":" + evidence.names[1];
    case Fact::CheckGateway:
        return "causewayctl get gateway --cluster " + evidence.names[0] + " --yaml";
    case Fact::CheckService:
        return "causewayctl edges";
    case Fact::RunChecks:
        return "causewayctl link check " + evidence.names[0];
    case Fact::CheckCertificates:
        return "causewayctl certs";
    case Fact::CheckEndpoints:
        return "causewayctl services";
    case Fact::ExplainDenial:
        return evidence.names[2];
    default:
        return {};
    }
}

} // namespace causeway::link
