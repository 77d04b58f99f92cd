// SPDX-License-Identifier: Apache-2.0
// One instance of a demo workload: works for its service time, calls what it depends on, answers,
// and fails as often as it was told to. Requests also begin here, by themselves, if the workload is
// declared so: a Poisson process whose rate follows the fleet's wave. Owned by the workload host,
// on its loop's thread.
#pragma once

#include "lab/fleet/fleet.h"
#include "lab/random.h"
#include "lab/workload/sidecar_client.h"

#include <functional>
#include <map>
#include <memory>

namespace causeway::lab {

class Application {
public:
    using Done = std::function<void(bool ok)>;

    struct Place {
        const Fleet& fleet;
        const Cluster& cluster;
        const Instance& instance;
        net::Address sidecar;
        std::uint64_t seed;
    };

    Application(net::EventLoop& loop, const Place& place);
    ~Application();

    void serve(Done done);
    void misbehave(double errors, Duration delay);

    // Whether requests begin here; `onDone` is told of each that ended.
    [[nodiscard]] bool generates() const { return m_workload.arrivals > 0; }
    void startLoad(Done onDone);
    void stopLoad();
    // Requests that began here and have not ended.
    [[nodiscard]] std::size_t underWay() const { return m_underWay; }

private:
    struct Serving;
    struct Target {
        double share;
        std::vector<OutboundCall> operations; // one of them, at random
    };

    void callDependencies(const std::shared_ptr<Serving>& serving);
    void partDone(std::shared_ptr<Serving> serving, bool ok);
    void arrive();
    void armNextArrival();
    [[nodiscard]] double arrivalRate() const; // a second, now
    [[nodiscard]] Duration drawServiceTime();

    net::EventLoop& m_loop;
    const Workload& m_workload;
    Wave m_wave;
    double m_phase; // of this cluster's day, in days
    Random m_random;
    SidecarClient m_sidecar;
    std::vector<Target> m_targets;
    double m_errors = 0;
    Duration m_delay{};
    std::map<const Serving*, std::shared_ptr<Serving>> m_serving;
    Done m_onArrivalDone;
    std::size_t m_underWay = 0;
    net::Timer m_arrival;
};

} // namespace causeway::lab
