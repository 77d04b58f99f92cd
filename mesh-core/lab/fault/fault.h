// SPDX-License-Identifier: Apache-2.0
// What somebody breaks on purpose in a running lab, as written on the command line:
//   link=aws:gcp delay=50ms jitter=5ms loss=1% rate=10mbit hops=2
//                                                             packets in that one direction
//   wire=aws:gcp …                                           packets in both
//   workload=ledger@aws error=20% delay=5ms                  answers of that application
//   gateway=azure cpu=50                                     per cent of a processor left to it
//   kill=ledger-1@aws duration=10s                           that process, and away so long
// The first word names the target; a target has at most one fault. Pure.
#pragma once

#include "lab/emulator/wire.h"
#include "lab/fleet/fleet.h"
#include "lab/network/address_plan.h"

#include <string>
#include <variant>
#include <vector>

namespace causeway::lab {

struct WireFault {
    std::string from;
    std::string to;
    bool bothWays = false;
    WireProperties added; // delay, jitter, hops on top of the wire's own; loss and rate as they are

    // Whether it acts on packets in that direction.
    [[nodiscard]] bool touches(const std::string& packetsFrom, const std::string& packetsTo) const;
};

struct WorkloadFault {
    std::string workload;
    std::string cluster;
    double errors = 0;
    Duration delay{};
};

struct GatewayFault {
    std::string cluster;
    unsigned cpuPercent = 100;
};

struct KillFault {
    std::string process; // "ledger-1@aws", "gateway@aws", "control@aws"
    Duration duration = std::chrono::seconds(5);
};

struct Fault {
    std::string target; // "link=aws:gcp": what `remove` takes
    std::string text;   // all of it
    std::variant<WireFault, WorkloadFault, GatewayFault, KillFault> what;
};

// An error says which word is wrong, what was found and what would be right.
[[nodiscard]] Result<Fault> parseFault(const std::vector<std::string>& words, const Fleet& fleet,
                                       NetworkMode network);
// Only the target: for `remove`.
[[nodiscard]] Result<std::string> parseFaultTarget(const std::vector<std::string>& words);

} // namespace causeway::lab
