// SPDX-License-Identifier: Apache-2.0
// The wide area network between the clusters of a lab: takes frames off each cluster's veth, holds
// them for as long as their wire takes, and puts them on the other cluster's. A cluster may have a
// wire to itself. A frame between clusters that no wire joins is dropped. All cluster ends carry
// one hardware address and speak no ARP, so a frame is right at either end as it is: this is a
// wire, not a router. Runs alone in a process of its own, in the namespace that holds the veth
// ends; sleeps when idle. The plan comes first, then changes, one JSON object a line, each answered
// by one line; the end of that stream ends the emulator.
#pragma once

#include "base/result.h"
#include "lab/emulator/raw_port.h"
#include "lab/emulator/wire.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::lab {

struct WirePlan {
    std::string from; // clusters
    std::string to;
    WireProperties properties;
};

struct EmulatorPlan {
    struct Cluster {
        std::string name;
        std::string device;   // the veth end
        unsigned network = 0; // of 10.<network>.0.0/16
    };
    std::uint64_t seed = 0;
    std::vector<Cluster> clusters;
    std::vector<WirePlan> wires;
};

[[nodiscard]] std::string serialize(const EmulatorPlan& plan); // one line
[[nodiscard]] Result<EmulatorPlan> parseEmulatorPlan(std::string_view line);
[[nodiscard]] std::string serialize(const WirePlan& wire); // one line
[[nodiscard]] Result<WirePlan> parseWirePlan(std::string_view line);

class Emulator {
public:
    // Opens the ports of the plan's devices.
    [[nodiscard]] static Result<Emulator> create(const EmulatorPlan& plan);

    // Until `controlFd` ends. Every line from it is a WirePlan that replaces that wire's
    // properties.
    [[nodiscard]] Status run(int controlFd);

private:
    struct Port {
        std::string cluster;
        unsigned network;
        RawPort raw;
    };
    struct Travelling {
        MonotonicTime due;
        std::vector<std::uint8_t> bytes;
    };
    struct Direction {
        std::size_t from; // ports
        std::size_t to;
        Wire wire;
        std::deque<Travelling> frames; // due times never fall: the wire keeps the order
        std::size_t bytes = 0;         // held now
    };

    Emulator() = default;
    Direction* between(std::size_t from, std::size_t to);
    void takeFrames(std::size_t port);
    void deliver(MonotonicTime now);
    [[nodiscard]] std::optional<MonotonicTime> nextDue() const;
    [[nodiscard]] bool takeControl(int controlFd);
    [[nodiscard]] Status change(std::string_view line);

    // A wire that is cut off from its far end must not fill the memory of the machine.
    static constexpr std::size_t kMostBytesHeld = 32 * 1024 * 1024;

    std::vector<Port> m_ports;
    std::vector<Direction> m_directions;
    std::string m_control; // the part of a line that has come so far
    SystemClock m_clock;
};

} // namespace causeway::lab
