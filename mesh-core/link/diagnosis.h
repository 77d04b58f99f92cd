// SPDX-License-Identifier: Apache-2.0
// Which part of a slow way between clusters is at fault, why, what is cleared, and what to look at
// next. One joint fit over all links at once: a leg that several links share is accused by all of
// them, and a wire by both of its directions, since a round trip over one wire is the same from
// both ends. Pure and deterministic; `words.h` says it for people.
#pragma once

#include "base/clock.h"
#include "link/fleet_facts.h"
#include "link/leg_name.h"
#include "link/picture.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::link {

enum class Kind : std::uint8_t {
    DirectionsDiffer,     // into a site takes longer than out of it; no legs were measured
    SlowLeg,              // egress, wire or ingress take longer
    ConnectionsNotReused, // requests wait for connections that used to be open
    SlowSetup,            // connections are reused as usual but take longer to set up
    SlowWorkload,         // the callee itself
    FailingWorkload,      // it fails by itself, not by what it calls
    FailingWay,           // requests fail that no callee has seen, or has failed
    Certificate,          // one on the way has expired, or has not been renewed in time
    Policy,               // it refuses callers on a link
    Endpoints,            // half of the callee's endpoints or more are gone
    LossyWire,            // it loses packets
};
[[nodiscard]] std::string_view name(Kind kind); // "directions-differ"

// One observation. Which names and values a fact has stands beside it; milliseconds throughout.
struct Evidence {
    enum class Fact : std::uint8_t {
        DirectionsDiffer,   // names from, to; values there, back
        LegGrew,            // names link, leg; values usual, now
        SetupGrew,          // names link; values usual, now: of each new connection
        LegAboveOthers,     // names link, leg; values of the others, now
        ReuseFell,          // names link; values usual share, now
        ReuseIsLow,         // names link; values share of the other links, now
        ServiceFails,       // names service@cluster; values usual share, now
        WayFails,           // names link; values usual share, now
        CertificateExpired, // names holder, cluster, when
        CertificateDue,     // names holder, cluster, when: not renewed in time
        AnswersRefused,     // names link, caller, service; values usual share, now
        CallDenied,         // names caller, request, service: recorded by the callee's proxy
        EndpointsGone,      // names service, cluster; values ready, all
        DatagramsLost,      // names a, b; values usual share, now, and counts lost, sent
        FitLeaves,          // values residual: what the fit does not explain
        CannotTellApart,    // names of legs that explain it as well
        // What probes add (probe_evidence.h)
        RoundTripGrew,      // names link; values usual, now: of bare datagrams
        RoundTripUnchanged, // the same
        ConnectionsAgree,   // names link; values usual, now: the kernel's, of requests' connections
        ConnectionsDiffer,  // the same
        PathChanged,        // names from, to, when; values hops before, now
        ColdAgainstWarm,    // names link; values of a request on an open connection, with a new one
        // What the same hour of the weeks before adds (hour_evidence.h)
        UnusualAtThisHour, // names link, leg; values median, its deviation, now, weeks
        UsualAtThisHour,   // the same
        // What clears a part
        SameFromBothEnds, // names a, b: the wire between them
        Balanced,         // names a, b; values there, back
        SelfLinkIsFast,   // names site; values self, excess
        LegUnchanged,     // names leg, link; values usual, now
        AnswersWell,      // names link; values share of the callees' own failures
        WayHolds,         // names link; values share that fails on the way
        // What to look at next; each has a command
        CheckReuse,        // names link
        CheckGateway,      // names site
        CheckService,      // names service, cluster
        MeasureLink,       // names from, to
        MeasureLegs,       // names link
        RunChecks,         // names link
        CheckCertificates, // names cluster
        CheckEndpoints,    // names service, cluster
        ExplainDenial,     // names caller, service, command
    };
    Fact fact;
    std::vector<std::string> names;
    std::vector<double> values;

    bool operator==(const Evidence&) const = default;
};

struct Verdict {
    LegName leg;
    std::string service{}; // of a workload's: "ledger.bank", since two namespaces may have a ledger
    Kind kind = Kind::SlowLeg;
    double confidence = 0; // 0…1
    double deltaLowMs = 0; // how much it adds, from and to
    double deltaHighMs = 0;
    double failing = 0; // of a failing kind: the share of requests that fails by it, 0…1
    double losing = 0;  // of a lossy wire: the share of datagrams that it loses, 0…1
    std::optional<WallTime> since;  // when it began, where that is known without its series
    bool over = false;              // it has stopped; the window still holds what is left of it
    bool standing = false;          // compared with the other links, not with its own past
    std::vector<std::string> links; // that it makes slower: "gcp:aws"
    std::vector<Evidence> evidence;
    std::vector<Evidence> clears;
    std::vector<Evidence> next;

    // What fails, or is not there, adds none.
    [[nodiscard]] bool addsTime() const { return deltaHighMs > 0; }
};

[[nodiscard]] inline bool isFailing(Kind kind) {
    return kind == Kind::FailingWorkload || kind == Kind::FailingWay || kind == Kind::Policy;
}

// Best first, what fails before what is slow; empty when nothing is wrong. With `usual`, what
// changed against it; then what stands out from the other links all the time; where no legs were
// measured, what both directions say.
[[nodiscard]] std::vector<Verdict> diagnose(const Picture& now, const Picture* usual = nullptr);

// The same with what inventories and recordings tell: causes that are seen come before those that
// are inferred from times, and certificates that are only due, and denials of always, come last.
[[nodiscard]] std::vector<Verdict> diagnose(const Picture& now, const Picture* usual,
                                            const FleetFacts& facts);

} // namespace causeway::link
