// SPDX-License-Identifier: Apache-2.0
// A proxy without a data path: joins, holds its streams, subscribes to what its calls need and
// reports every second, all by causeway-proxy's own client of the control plane. Many of them share
// one loop. Main thread.
#pragma once

#include "bench/fleet/plan.h"
#include "proxy/control/client.h"
#include "tls/private_key.h"

#include <random>
#include <set>

namespace causeway::bench {

// What all proxies of the fleet have in common.
struct FleetSetting {
    const FleetPlan& plan;
    net::EventLoop& loop;
    net::Address control;
    std::string anchorsFile;
    std::string folder;            // for state folders
    const tls::PrivateKey& tokens; // signs join tokens, as the control plane would
};

class SimulatedProxy {
public:
    struct Hooks {
        std::function<void()> served;  // it has all that it asked for, and a report is acknowledged
        std::function<void()> inbound; // news of what its workload accepts
    };
    SimulatedProxy(const FleetSetting& setting, int number, Hooks hooks);

    // Joins as somebody new: without any state.
    [[nodiscard]] Status start();
    void stop();
    // What happened in the second that ends then; also looks after the connection.
    void report(WallTime end, std::minstd_rand& random);
    [[nodiscard]] bool served() const { return m_served; }
    [[nodiscard]] std::string describe() const; // what it waits for

private:
    struct Call {
        telemetry::EdgeLabels labels;
        double mean = 0; // of the logarithm of its microseconds
    };
    void learnCalls();
    [[nodiscard]] Call callOf(int service, int which, bool isCaller) const;
    [[nodiscard]] Result<std::string> joinToken() const;
    void checkServed();

    const FleetSetting& m_setting;
    const int m_number;
    Hooks m_hooks;
    proxy::Options m_options;
    proxy::ControlOptions m_control;
    std::vector<Call> m_calls;
    std::vector<rules::ResourceName> m_wanted;
    std::set<rules::ResourceName> m_missing; // asked for, not answered yet
    bool m_acknowledged = false;
    bool m_served = false;
    int m_starts = 0;
    std::unique_ptr<proxy::ControlClient> m_client;
};

} // namespace causeway::bench
