// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/canary_probe.h"

#include "proxy/filters/hops.h"
#include "proxy/probe/canary.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

// What the egress writes into the head that it sends on: who calls, signed (some 450 bytes), and
// by whom it was forwarded.
constexpr double kAddedByEgress = 700;

std::string reasonOf(const ProbeConnection::Answer& answer) {
    // Nobody is there who could answer: not the way's fault.
    if (answer.error == "not-exported" || answer.error == "not-served")
        return std::string(telemetry::kNoCanary);
    if (!answer.error.empty())
        return answer.error;
    if (answer.grpc)
        return "grpc-status-" + std::to_string(int(answer.grpc->code));
    return "status-" + std::to_string(answer.status);
}

} // namespace

CanaryProbe::CanaryProbe(net::EventLoop& loop, Way way) : m_loop(loop), m_way(std::move(way)) {
    m_sample.link = m_way.link;
    m_sample.rung = telemetry::ProbeRung::Grpc;
}

void CanaryProbe::call(const std::shared_ptr<const TlsMaterial>& tls) {
    if (m_connection && !m_connection->isIdle())
        return;
    if (m_connection)
        return ask();
    const tls::SpiffeId& self = tls->identity;
    auto opened = ProbeConnection::open(
        m_loop,
        {{m_way.link, m_way.egress, self.uri(), self.dnsName()}, tls->client, m_way.source, {},
         false, m_way.limit},
        {[this](const ProbeConnection::SetUp&) { ask(); },
         [this](const ProbeConnection::Answer& answer) { onAnswer(answer); },
         [this](ProbeConnection::Phase, const std::string& reason) { onEnd(reason); }});
    if (opened)
        m_connection = std::move(*opened);
    else
        fail("no-socket");
}

void CanaryProbe::ask() {
    m_connection->call({std::string(kCanaryService) + m_way.clusterDomain + ":80", m_way.link,
                        kCanaryPath, canaryRequest()});
}

void CanaryProbe::onAnswer(const ProbeConnection::Answer& answer) {
    // What goes over the wire is what came to our egress, and what that added; a new connection
    // besides, if it told that it needed one.
    const auto egress = Hops::parse(answer.hops).egress;
    const double bytes = double(m_connection->takeBytes()) + kAddedByEgress
                         + (egress && egress->connect > 0 ? m_setUpBytes : 0);
    m_sample.bytes += static_cast<std::uint64_t>(bytes);
    m_bytes += (bytes - m_bytes) / 8;
    if (!answer.grpc || !answer.grpc->ok())
        return fail(reasonOf(answer));
    const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(
        std::chrono::round<std::chrono::microseconds>(answer.time).count(), 0));
    ++m_sample.answered;
    m_sample.time.record(us);
    m_sample.lastUs = us;
}

void CanaryProbe::onEnd(const std::string& reason) {
    if (!reason.empty())
        fail(reason);
    m_loop.defer([dead = std::exchange(m_connection, nullptr)] {});
}

void CanaryProbe::fail(const std::string& reason) {
    ++m_sample.failures[reason];
}

telemetry::ProbeSample CanaryProbe::take() {
    telemetry::ProbeSample fresh;
    fresh.link = m_sample.link;
    fresh.rung = m_sample.rung;
    return std::exchange(m_sample, std::move(fresh));
}

} // namespace causeway::proxy
