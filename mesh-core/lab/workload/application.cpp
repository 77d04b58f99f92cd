// SPDX-License-Identifier: Apache-2.0
#include "lab/workload/application.h"

#include "lab/fleet/objects.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace causeway::lab {

// A request that is being worked on: done when the own work and all calls are.
struct Application::Serving {
    Done done;
    std::size_t parts = 1;
    bool ok = true;
    std::unique_ptr<net::Timer> work;
};

Application::Application(net::EventLoop& loop, const Place& place)
    : m_loop(loop), m_workload(*place.instance.workload), m_wave(place.fleet.wave),
      m_phase(static_cast<double>(place.fleet.indexOf(place.cluster.name))
              / static_cast<double>(place.fleet.clusters.size())),
      m_random(place.seed), m_sidecar(loop, place.sidecar), m_arrival([this] { arrive(); }) {
    for (const auto& call : m_workload.calls) {
        const auto& home = call.cluster.empty() ? place.cluster : *place.fleet.find(call.cluster);
        const auto& callee = *home.find(call.workload);
        auto& target = m_targets.emplace_back(Target{call.share, {}});
        for (const auto& operation : callee.operations)
            target.operations.push_back({callee.protocol,
                                         authorityOf(place.fleet, place.cluster, call),
                                         operation.method, operation.path});
    }
}

Application::~Application() = default;

void Application::serve(Done done) {
    auto serving = std::make_shared<Serving>();
    serving->done = std::move(done);
    serving->ok = !m_random.chance(m_workload.errors + m_errors);
    serving->work = std::make_unique<net::Timer>(
        [this, raw = serving.get()] { partDone(m_serving.at(raw), true); });
    m_serving.emplace(serving.get(), serving);
    m_loop.arm(*serving->work, drawServiceTime());
    if (serving->ok)
        callDependencies(serving);
}

void Application::misbehave(double errors, Duration delay) {
    m_errors = errors;
    m_delay = delay;
}

void Application::callDependencies(const std::shared_ptr<Serving>& serving) {
    for (const auto& target : m_targets) {
        if (!m_random.chance(target.share))
            continue;
        const auto which = m_random.next() % target.operations.size();
        ++serving->parts;
        m_sidecar.call(target.operations[which],
                       [this, serving](bool ok) { partDone(serving, ok); });
    }
}

void Application::partDone(std::shared_ptr<Serving> serving, bool ok) {
    serving->ok = serving->ok && ok;
    if (--serving->parts > 0)
        return;
    // The timer may be the one that runs this: it goes at the end of the turn.
    m_loop.defer([serving] {});
    m_serving.erase(serving.get());
    serving->done(serving->ok);
}

Duration Application::drawServiceTime() {
    const double factor = m_random.logNormal(m_workload.spread);
    return std::chrono::duration_cast<Duration>(m_workload.serviceTime * factor) + m_delay;
}

void Application::startLoad(Done onDone) {
    m_onArrivalDone = std::move(onDone);
    if (generates())
        armNextArrival();
}

void Application::stopLoad() {
    m_arrival.cancel();
}

void Application::arrive() {
    ++m_underWay;
    serve([this](bool ok) {
        --m_underWay;
        m_onArrivalDone(ok);
    });
    armNextArrival();
}

void Application::armNextArrival() {
    const std::chrono::duration<double> pause(m_random.exponential() / arrivalRate());
    m_loop.arm(m_arrival, std::chrono::duration_cast<Duration>(pause));
}

double Application::arrivalRate() const {
    const std::chrono::duration<double> now = m_loop.now().time_since_epoch();
    const double days = now / std::chrono::duration<double>(m_wave.period) + m_phase;
    const double wave = 1 + m_wave.depth * std::sin(2 * std::numbers::pi * days);
    return m_workload.arrivals / m_workload.instances * std::max(wave, 0.05);
}

} // namespace causeway::lab
