// SPDX-License-Identifier: Apache-2.0
// How long every link took over one window, leg by leg: what a diagnosis looks at. Means, because
// the means of the legs add up to the mean of the whole and quantiles do not. Values; pure.
#pragma once

#include "telemetry/edge_join.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace causeway::link {

struct Timing {
    double meanMs = 0;
    double errorMs = 0; // standard error of the mean
    std::uint64_t count = 0;

    // Of the values that are above `aboveUs`; nothing without any.
    [[nodiscard]] static std::optional<Timing> of(const telemetry::Histogram& histogram,
                                                  std::uint64_t aboveUs = 0);
};

// A directed link from callers to callees, as the callers' sidecars measured it.
struct LinkTimes {
    std::string from;
    std::string to;
    std::optional<Timing> whole; // absent: not measured, which is not zero
    std::array<std::optional<Timing>, telemetry::kLegs.size()> legs;
    std::optional<Timing> setup; // of those requests alone that waited for a new connection
    std::optional<double>
        reusedShare; // of what the egress gateway sent on a connection that was open, 0…1
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    // Of the failures, those that no callee counted: they came to be on the way. Nothing when the
    // callees' cluster did not tell; a cluster that tells of no request at all has got none.
    std::optional<std::uint64_t> lost;

    [[nodiscard]] const std::optional<Timing>& leg(telemetry::Leg which) const {
        return legs[static_cast<std::size_t>(which) - 1];
    }
    [[nodiscard]] std::optional<Timing>& leg(telemetry::Leg which) {
        return legs[static_cast<std::size_t>(which) - 1];
    }
};

// A service's own time, over all of its callers.
struct ServiceTimes {
    std::string service; // "ledger.bank"
    std::string cluster;
    std::optional<Timing> application; // without the time of what it called meanwhile
    std::optional<Timing> proxy;       // the callee's sidecar
    std::uint64_t requests = 0;
    std::uint64_t overLinks = 0; // of them, how many came from another cluster
    std::uint64_t answered = 0;  // as its own proxies counted them
    std::uint64_t failed = 0;    // of those answered, without failures of what it called itself
};

struct Picture {
    std::vector<LinkTimes> links;
    std::vector<ServiceTimes> services;

    [[nodiscard]] const LinkTimes* find(const std::string& from, const std::string& to) const;
    // Every cluster that a link begins or ends at, in the order of the names.
    [[nodiscard]] std::vector<std::string> sites() const;
};

// One caller's calls of one service, as the caller's sidecar counted them.
struct Calls {
    std::string workload; // the caller's, "payments"
    std::string from;     // its cluster
    std::string service;  // "ledger.bank"
    std::string to;       // the service's cluster
    bool overLink = false;
    std::string namespace_{}; // the caller's; empty: not known
};

// Sums up calls whose histograms somebody else holds.
class PictureBuilder {
public:
    // A cluster that told what its proxies counted, be it nothing.
    void addTeller(const std::string& cluster) { m_tellers.insert(cluster); }
    void add(const Calls& calls, const telemetry::EdgeCounters& counters);
    // The same calls as the callee's sidecar counted them.
    void addAnswers(const Calls& calls, std::uint64_t requests, std::uint64_t failures);
    // What the egress gateway of `from` connected to `to`.
    void addConnections(const std::string& from, const std::string& to, std::uint64_t opened,
                        std::uint64_t reused);
    // Who answers for a service; without it, the workload of the service's own name.
    void addWorkload(const std::string& service, const std::string& cluster,
                     const std::string& workload);
    [[nodiscard]] Picture build() const;

private:
    using Place = std::pair<std::string, std::string>; // service or workload, and its cluster
    using Ends = std::pair<std::string, std::string>;
    struct Link {
        telemetry::EdgeCounters counters;
        std::uint64_t opened = 0;
        std::uint64_t reused = 0;
        std::uint64_t answered = 0;
        std::uint64_t answeredBadly = 0;
    };
    struct Service {
        telemetry::Histogram application;
        telemetry::Histogram proxy;
        std::uint64_t requests = 0;
        std::uint64_t overLinks = 0;
        std::uint64_t answered = 0;
        std::uint64_t answeredBadly = 0;
        std::string workload;
    };
    struct Waited { // a workload, in its own calls
        telemetry::Histogram time;
        std::uint64_t failures = 0;
    };
    [[nodiscard]] LinkTimes timesOf(const Ends& ends, const Link& link) const;
    [[nodiscard]] ServiceTimes timesOf(const Place& place, const Service& service) const;

    std::set<std::string> m_tellers;
    std::map<Ends, Link> m_links;
    std::map<Place, Service> m_services;
    std::map<Place, Waited> m_calls;
};

[[nodiscard]] Picture pictureOf(std::span<const telemetry::ClusterSamples> clusters);

} // namespace causeway::link
