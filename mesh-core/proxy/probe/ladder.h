// SPDX-License-Identifier: Apache-2.0
// All rungs towards one gateway: a datagram and a request on a warm connection every interval, a
// cold connection and a call of the canary every fifteen of them, one of four connections with a
// resumed session; jittered, and slower where the byte budget wants it. On its loop's thread; not to be destroyed from inside its own
// events.
#pragma once

#include "link/probe_budget.h"
#include "proxy/probe/canary_probe.h"
#include "proxy/probe/connection.h"
#include "proxy/probe/echo.h"
#include "proxy/tls_material.h"

#include <array>
#include <random>

namespace causeway::proxy {

class ProbeLadder {
public:
    struct Setting {
        ProbeTarget target;
        ProbeOptions options;
        std::optional<net::Address> source;
        std::uint64_t seed = 0;
    };
    ProbeLadder(net::EventLoop& loop, Setting setting);

    // Connections from now on are made with it. Without one nothing is probed.
    void use(std::shared_ptr<const TlsMaterial> tls);
    // Calls of the canary leave through there. Without it none are made.
    void sendThrough(const net::Address& egress);
    [[nodiscard]] const ProbeTarget& target() const { return m_setting.target; }
    // An interval has passed: time for a datagram and a request, unless the budget wants them rarer.
    void beat();
    // What was decided since the last call; only rungs with something to tell.
    [[nodiscard]] std::vector<telemetry::ProbeSample> take();

private:
    using Rung = telemetry::ProbeRung;
    [[nodiscard]] telemetry::ProbeSample& sample(Rung rung);
    void record(Rung rung, Duration time);
    void failed(Rung rung, const std::string& reason);
    [[nodiscard]] double stretch() const;
    void again(net::Timer& timer, Duration interval);
    [[nodiscard]] Duration warmInterval() const;
    [[nodiscard]] Duration coldInterval() const;
    [[nodiscard]] Duration grpcInterval() const;

    void warm();
    void askWarm();
    void onWarmAnswer(const ProbeConnection::Answer& answer);
    void onWarmEnd(const std::string& reason);
    void grpc();
    void cold();
    void onColdOpen(const ProbeConnection::SetUp& setUp);
    void onColdAnswer(const ProbeConnection::Answer& answer);
    void onColdEnd(ProbeConnection::Phase phase, const std::string& reason);
    [[nodiscard]] Result<std::shared_ptr<ProbeConnection>>
    dial(std::string sessionKey, bool resume, ProbeConnection::Hooks hooks);
    void retire(std::shared_ptr<ProbeConnection>& connection);

    net::EventLoop& m_loop;
    const Setting m_setting;
    std::shared_ptr<const TlsMaterial> m_tls;
    std::minstd_rand m_random;
    std::array<telemetry::ProbeSample, telemetry::kProbeRungs.size()> m_samples;
    EchoProbe m_echo;
    std::shared_ptr<ProbeConnection> m_warm;
    bool m_askingKey = false;
    MonotonicTime m_keyAskedAt{};
    std::shared_ptr<ProbeConnection> m_cold;
    std::unique_ptr<CanaryProbe> m_canary;
    std::uint64_t m_colds = 0;
    bool m_coldHadSession = false; // the one under way may resume it
    bool m_coldResumed = false;
    link::UsualBytes m_warmBytes{500};
    link::UsualBytes m_coldBytes{6000};
    double m_due = 0; // beats since the last datagram, in stretched intervals
    net::Timer m_warmTimer; // where warm requests have an interval of their own
    net::Timer m_coldTimer;
    net::Timer m_grpcTimer;
};

} // namespace causeway::proxy
