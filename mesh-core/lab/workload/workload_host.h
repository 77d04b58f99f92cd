// SPDX-License-Identifier: Apache-2.0
// All applications of one cluster, in one process. Owned by `causeway-lab run-workloads`; one
// thread. Told what to do over a channel of lines (workload_orders.h), whose end is its own.
#pragma once

#include "lab/fleet/fleet.h"
#include "lab/network/address_plan.h"
#include "lab/process/line_channel.h"
#include "lab/workload/app_server.h"
#include "lab/workload/application.h"
#include "net/signals.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace causeway::lab {

class WorkloadHost {
public:
    struct Setup {
        const Fleet& fleet;
        const Cluster& cluster;
        AddressPlan addresses;
        std::uint64_t seed;
    };

    WorkloadHost(const Setup& setup, net::Descriptor channel);

    // Until the channel ends, or a signal.
    [[nodiscard]] Status run();

private:
    struct Hosted {
        Instance instance;
        std::unique_ptr<Application> application;
        std::unique_ptr<AppServer> server;
    };

    [[nodiscard]] Status host(const Instance& instance);
    void onLine(std::string_view line);
    void startLoad();
    void stopLoad();
    void tellIfQuiet();
    void tellIfFlowing();

    Setup m_setup;
    SystemClock m_clock;
    net::EventLoop m_loop;
    net::Signals m_signals;
    LineChannel m_channel;
    std::vector<Hosted> m_hosted;
    std::set<const Application*> m_dry; // those that should have succeeded, and have not yet
    bool m_stopped = false;             // the load
};

} // namespace causeway::lab
