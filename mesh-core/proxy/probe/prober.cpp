// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/prober.h"

#include "base/log.h"
#include "base/workload_identity.h"

#include <algorithm>
#include <random>
#include <set>

namespace causeway::proxy {
namespace {

constexpr double kJitter = 0.1;

// Targets of the settings; those of one link share its budget.
std::vector<std::pair<ProbeTarget, std::size_t>> targetsOf(const rules::ProxySettings& settings) {
    std::map<std::string, std::size_t> perLink;
    for (const rules::LinkedGateway& each : settings.linkedGateways)
        ++perLink[each.link];
    std::set<std::string> calling; // links
    std::vector<std::pair<ProbeTarget, std::size_t>> targets;
    for (const rules::LinkedGateway& each : settings.linkedGateways) {
        const auto address = net::Address::parse(each.address);
        const auto identity = WorkloadIdentity::parse(each.identity);
        if (!address || !identity) {
            log::warn("{} is not probed: found gateway {} {}; expected IP:PORT and a SPIFFE id",
                      each.link, each.address, each.identity);
            continue;
        }
        // Which gateway a call of the canary goes to is the balancer's choice: one calls for all.
        const bool isFirst = calling.insert(each.link).second;
        targets.push_back({{each.link, *address, each.identity, identity->dnsName(),
                            isFirst ? each.clusterDomain : std::string()},
                           perLink[each.link]});
    }
    return targets;
}

} // namespace

Prober::Prober(net::EventLoop& loop, ProbeOptions options, std::optional<net::Address> source)
    : m_loop(loop), m_options(options), m_source(std::move(source)), m_beat([this] { beat(); }) {}

Status Prober::answerOn(const net::Address& address) {
    if (address.isUnix())
        return {};
    CAUSEWAY_TRY(auto responder, ProbeResponder::open(m_loop, address, m_sessions));
    m_responders.push_back(std::move(responder));
    return {};
}

void Prober::sendThrough(const net::Address& egress) {
    m_egress = egress;
    for (const auto& each : m_ladders)
        each->sendThrough(egress);
}

void Prober::use(const rules::ProxySettings& settings) {
    if (m_options.interval <= Duration::zero() || m_stopped)
        return;
    collect();
    std::vector<std::unique_ptr<ProbeLadder>> ladders;
    for (const auto& [target, sharing] : targetsOf(settings)) {
        const auto known = std::ranges::find_if(m_ladders, [&](const auto& each) {
            return each && each->target().same(target);
        });
        if (known != m_ladders.end()) {
            ladders.push_back(std::move(*known));
            continue;
        }
        ProbeOptions options = m_options;
        options.bytesPerSecond /= double(sharing);
        ladders.push_back(std::make_unique<ProbeLadder>(
            m_loop, ProbeLadder::Setting{target, options, m_source, std::random_device()()}));
        if (m_egress)
            ladders.back()->sendThrough(*m_egress);
        if (m_tls)
            ladders.back()->use(m_tls);
    }
    // Settings come by the control connection, never from inside a probe.
    m_ladders = std::move(ladders);
    std::erase_if(m_totals, [this](const auto& total) {
        return std::ranges::none_of(m_ladders, [&](const auto& each) {
            return each->target().link == total.first.first;
        });
    });
}

void Prober::beat() {
    std::uniform_real_distribution<double> jitter(1 - kJitter, 1 + kJitter);
    m_loop.arm(m_beat, Duration(static_cast<Duration::rep>(double(m_options.interval.count())
                                                           * jitter(m_random))));
    for (const auto& each : m_ladders)
        each->beat();
}

void Prober::use(std::shared_ptr<const TlsMaterial> tls) {
    m_tls = std::move(tls);
    // Gateways that start together do not go on together.
    std::uniform_real_distribution<double> spread(0, 1);
    if (m_options.interval > Duration::zero() && !m_stopped && !m_beat.armed())
        m_loop.arm(m_beat, Duration(static_cast<Duration::rep>(double(m_options.interval.count())
                                                               * spread(m_random))));
    for (const auto& each : m_ladders)
        each->use(m_tls);
}

void Prober::stop() {
    collect();
    m_stopped = true;
    m_beat.cancel();
    m_ladders.clear();
    m_responders.clear();
}

void Prober::collect() {
    for (const auto& ladder : m_ladders)
        for (const telemetry::ProbeSample& sample : ladder->take()) {
            const Key key{sample.link, sample.rung};
            for (Samples* sums : {&m_pending, &m_totals}) {
                telemetry::ProbeSample& sum = (*sums)[key];
                sum.link = sample.link;
                sum.rung = sample.rung;
                telemetry::merge(sum, sample);
            }
            if (sample.oneWay && sample.oneWay->samples > 0)
                m_oneWay[sample.link] = *sample.oneWay;
            if (sample.rung == telemetry::ProbeRung::HttpWarm) {
                auto& failing = m_failing[sample.link];
                failing = sample.answered > 0 ? 0 : failing + sample.failed();
            }
        }
}

std::vector<telemetry::ProbeSample> Prober::take() {
    collect();
    std::vector<telemetry::ProbeSample> taken;
    for (auto& [key, sample] : std::exchange(m_pending, {}))
        taken.push_back(std::move(sample));
    return taken;
}

} // namespace causeway::proxy
