// SPDX-License-Identifier: Apache-2.0
// What stands in for the wires where network namespaces are not allowed: for each link an address
// that takes connections, and passes their bytes on to the other cluster's gateway after the wire's
// delay. It sees bytes and not packets: a handshake of TCP is over before a byte is delayed, loss
// and jitter cannot be, and TCP's own figures are those of the loopback. Runs alone in a process of
// its own, with the same channel of lines as the emulator.
#pragma once

#include "lab/emulator/emulator.h"
#include "lab/process/line_channel.h"
#include "net/listener.h"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::lab {

struct RelayPlan {
    struct Route {
        std::string from; // clusters
        std::string to;
        std::string listen; // addresses
        std::string target;
    };
    std::vector<Route> routes;
    std::vector<WirePlan> wires;
};

[[nodiscard]] std::string serialize(const RelayPlan& plan); // one line
[[nodiscard]] Result<RelayPlan> parseRelayPlan(std::string_view line);

class Relay {
public:
    // The first line from `channel` is the plan, the others are WirePlans; each is answered by a
    // line.
    Relay(const Clock& clock, net::Descriptor channel);
    ~Relay();

    // Until the channel ends.
    void run() { m_loop.run(); }

private:
    class Connection;
    struct Route;

    [[nodiscard]] Status onLine(std::string_view line);
    [[nodiscard]] Status listen(const RelayPlan::Route& route);
    void onAccept(const Route& route, net::Descriptor socket, net::Address peer);
    [[nodiscard]] const WireProperties& wire(const std::string& from, const std::string& to) const;

    net::EventLoop m_loop;
    LineChannel m_channel;
    bool m_planned = false;
    std::vector<WirePlan> m_wires;
    std::set<std::shared_ptr<Connection>> m_connections;
    std::vector<std::unique_ptr<Route>> m_routes;
};

} // namespace causeway::lab
