// SPDX-License-Identifier: Apache-2.0
// A discrete-event simulation of a fleet: callers, gateways with queues, wires, callees. It tells what
// real proxies report (telemetry::ClusterSamples), so that what is diagnosed is the code under test
// on the data it would get. Deterministic by seed; knows nothing of how a diagnosis is made.
#pragma once

#include "telemetry/edge_join.h"

#include <cstdint>
#include <string>
#include <vector>

namespace causeway::simulation {

struct Fault {
    enum class Kind {
        None,
        WireDelay,      // amountMs more on one direction of site ↔ other
        WireLoss,       // a share of packets lost on site ↔ other: retransmitted after 200 ms
        EgressDelay,    // amountMs more through the egress gateway of site
        IngressDelay,   // … the ingress gateway
        SetupDelay,     // … for every new connection towards site
        LostReuse,      // every request into site needs a new connection
        StarvedGateway, // the gateway of site takes amountMs of processor time for each pass
        SlowWorkload,   // amountMs more in service `other` of site
    };
    Kind kind = Kind::None;
    std::string site;
    std::string other;
    double amountMs = 0;
    double share = 0; // of lost packets

    [[nodiscard]] std::string describe() const;
    // What a diagnosis may name: one leg, or where two are one machine, both.
    [[nodiscard]] std::vector<std::string> guilty() const;
};

struct Plan {
    std::uint64_t seed = 1;
    std::vector<std::string> sites{"aws", "azure", "gcp"};
    double linkRps = 6; // of each directed link, a cluster's to itself included
    double seconds = 360;
    double onset = 300; // seconds: when the faults begin
    std::vector<Fault> faults;
};

struct Told {
    std::vector<telemetry::ClusterSamples> usual; // until the onset
    std::vector<telemetry::ClusterSamples> now;   // from the onset on
};

[[nodiscard]] Told simulate(const Plan& plan);

// A fault of any kind on any part, delays of 5 to 200 ms, drawn by seed.
[[nodiscard]] Fault drawFault(const Plan& plan, std::uint64_t seed);

} // namespace causeway::simulation
