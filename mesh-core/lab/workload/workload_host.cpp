// SPDX-License-Identifier: Apache-2.0
#include "lab/workload/workload_host.h"

#include "base/log.h"
#include "lab/workload/workload_orders.h"

#include <csignal>

namespace causeway::lab {

WorkloadHost::WorkloadHost(const Setup& setup, net::Descriptor channel)
    : m_setup(setup), m_loop(m_clock), m_signals(m_loop, {SIGTERM}, [this](int) { m_loop.stop(); }),
      m_channel(
          m_loop, std::move(channel), [this](std::string_view line) { onLine(line); },
          [this] { m_loop.stop(); }) {}

Status WorkloadHost::run() {
    for (const auto& instance : instancesOf(m_setup.cluster))
        CAUSEWAY_CHECK(host(instance));
    m_channel.say(kWorkloadsListen);
    m_loop.run();
    return {};
}

Status WorkloadHost::host(const Instance& instance) {
    const auto ip =
        m_setup.addresses.local(m_setup.fleet.indexOf(m_setup.cluster.name), instance.index);
    CAUSEWAY_TRY(const auto own, net::Address::parseIp(ip, instance.workload->port));
    CAUSEWAY_TRY(auto listening, net::listenOn(own));
    // Every instance has dice of its own, the same in every run.
    const auto seed =
        m_setup.seed * 1000 + m_setup.fleet.indexOf(m_setup.cluster.name) * 250 + instance.index;
    constexpr std::uint16_t kOutbound = 4140;
    auto application = std::make_unique<Application>(
        m_loop, Application::Place{m_setup.fleet, m_setup.cluster, instance,
                                   own.withPort(kOutbound), seed});
    auto server = std::make_unique<AppServer>(
        m_loop, std::move(listening), instance.workload->protocol,
        [raw = application.get()](AppServer::Reply reply) { raw->serve(std::move(reply)); });
    m_hosted.push_back({instance, std::move(application), std::move(server)});
    return {};
}

void WorkloadHost::onLine(std::string_view line) {
    const auto command = parseWorkloadCommand(line);
    if (!command)
        return log::error("{}", command.error().describe());
    if (const auto* order = std::get_if<WorkloadOrder>(&*command)) {
        for (auto& hosted : m_hosted)
            if (hosted.instance.workload->name == order->workload)
                hosted.application->misbehave(order->errors, order->delay);
    } else if (std::get<std::string>(*command) == kStartLoad) {
        startLoad();
    } else {
        stopLoad();
    }
}

void WorkloadHost::startLoad() {
    m_stopped = false;
    for (auto& hosted : m_hosted) {
        auto* application = hosted.application.get();
        if (application->generates())
            m_dry.insert(application);
        application->startLoad([this, application](bool ok) {
            if (ok && m_dry.erase(application) > 0)
                tellIfFlowing();
            tellIfQuiet();
        });
    }
    tellIfFlowing();
}

void WorkloadHost::stopLoad() {
    m_stopped = true;
    for (auto& hosted : m_hosted)
        hosted.application->stopLoad();
    tellIfQuiet();
}

void WorkloadHost::tellIfFlowing() {
    if (m_dry.empty())
        m_channel.say(kWorkloadsFlow);
}

void WorkloadHost::tellIfQuiet() {
    if (!m_stopped)
        return;
    for (const auto& hosted : m_hosted)
        if (hosted.application->underWay() > 0)
            return;
    m_channel.say(kWorkloadsQuiet);
}

} // namespace causeway::lab
