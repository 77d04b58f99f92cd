// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/ladder.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

using namespace std::chrono_literals;

constexpr Duration kConnectionLimit = 5s;
constexpr Duration kBetweenKeys = 2s;
constexpr double kJitter = 0.1;
constexpr std::uint64_t kResumedOf = 4; // cold connections
// What ending a connection costs after it was last looked at: GOAWAY, close_notify, FINs.
constexpr std::uint64_t kFarewell = 300;

std::string statusReason(int status) {
    return "status-" + std::to_string(status);
}

} // namespace

ProbeLadder::ProbeLadder(net::EventLoop& loop, Setting setting)
    : m_loop(loop), m_setting(std::move(setting)),
      m_random(static_cast<std::minstd_rand::result_type>(m_setting.seed)),
      m_echo(loop, m_setting.target.link, m_setting.target.address, m_setting.source,
             m_setting.options.timeLimit),
      m_warmTimer([this] {
          again(m_warmTimer, warmInterval());
          warm();
      }),
      m_coldTimer([this] { cold(); }), m_grpcTimer([this] { grpc(); }) {
    for (const Rung rung : telemetry::kProbeRungs) {
        sample(rung).link = m_setting.target.link;
        sample(rung).rung = rung;
    }
}

void ProbeLadder::use(std::shared_ptr<const TlsMaterial> tls) {
    const bool first = !m_tls;
    m_tls = std::move(tls);
    if (!first || !m_tls)
        return;
    // Not all links of all gateways at once.
    const auto spread = [this](Duration within) {
        return Duration(std::uniform_int_distribution<Duration::rep>(0, within.count())(m_random));
    };
    const Duration interval = m_setting.options.interval;
    m_loop.arm(m_coldTimer, interval + spread(coldInterval()));
    if (m_setting.options.warmInterval)
        m_loop.arm(m_warmTimer, spread(interval));
    m_loop.arm(m_grpcTimer, interval + spread(grpcInterval()));
}

void ProbeLadder::sendThrough(const net::Address& egress) {
    const ProbeTarget& target = m_setting.target;
    if (!m_canary && !target.clusterDomain.empty())
        m_canary = std::make_unique<CanaryProbe>(
            m_loop, CanaryProbe::Way{target.link, target.clusterDomain, egress, m_setting.source,
                                     kConnectionLimit});
}

telemetry::ProbeSample& ProbeLadder::sample(Rung rung) {
    return m_samples[static_cast<std::size_t>(rung) - 1];
}

void ProbeLadder::record(Rung rung, Duration time) {
    const auto us = static_cast<std::uint64_t>(
        std::max<std::int64_t>(std::chrono::round<std::chrono::microseconds>(time).count(), 0));
    ++sample(rung).answered;
    sample(rung).time.record(us);
    sample(rung).lastUs = us;
}

void ProbeLadder::failed(Rung rung, const std::string& reason) {
    ++sample(rung).failures[reason];
}

Duration ProbeLadder::warmInterval() const {
    return m_setting.options.warmInterval.value_or(m_setting.options.interval);
}

Duration ProbeLadder::coldInterval() const {
    return m_setting.options.coldInterval.value_or(m_setting.options.interval * 15);
}

Duration ProbeLadder::grpcInterval() const {
    return m_setting.options.grpcInterval.value_or(m_setting.options.interval * 15);
}

double ProbeLadder::stretch() const {
    const auto& options = m_setting.options;
    const link::ProbeCost costs[] = {{options.interval, 2.0 * EchoPacket::kOnTheWire},
                                     {warmInterval(), m_warmBytes.bytes()},
                                     {coldInterval(), m_coldBytes.bytes()},
                                     {grpcInterval(), m_canary ? m_canary->usualBytes() : 0}};
    return link::stretchFor(costs, options.bytesPerSecond);
}

void ProbeLadder::again(net::Timer& timer, Duration interval) {
    std::uniform_real_distribution<double> jitter(1 - kJitter, 1 + kJitter);
    const double factor = stretch() * jitter(m_random);
    m_loop.arm(timer, Duration(static_cast<Duration::rep>(double(interval.count()) * factor)));
}

// Both at once: half as many times to wake up, here and there.
void ProbeLadder::beat() {
    if (!m_tls)
        return;
    m_due += 1 / stretch();
    if (m_due < 1)
        return;
    m_due = std::min(m_due - 1, 1.0);
    m_echo.send();
    if (!m_setting.options.warmInterval)
        warm();
}

void ProbeLadder::grpc() {
    again(m_grpcTimer, grpcInterval());
    if (!m_canary)
        return;
    m_canary->assumeSetUp(m_coldBytes.bytes());
    m_canary->call(m_tls);
}

Result<std::shared_ptr<ProbeConnection>>
ProbeLadder::dial(std::string sessionKey, bool resume, ProbeConnection::Hooks hooks) {
    return ProbeConnection::open(m_loop,
                                 {m_setting.target, m_tls->client, m_setting.source,
                                  std::move(sessionKey), resume, kConnectionLimit},
                                 std::move(hooks));
}

void ProbeLadder::retire(std::shared_ptr<ProbeConnection>& connection) {
    m_loop.defer([dead = std::exchange(connection, nullptr)] {});
}

// The connection is opened for the next time: what it takes to open is another rung's.
void ProbeLadder::warm() {
    if (m_warm && !m_warm->isIdle())
        return;
    if (m_warm)
        return askWarm();
    auto opened = dial({}, false,
                       {[this](const ProbeConnection::SetUp&) { askWarm(); },
                        [this](const ProbeConnection::Answer& answer) { onWarmAnswer(answer); },
                        [this](ProbeConnection::Phase, const std::string& reason) {
                            onWarmEnd(reason);
                        }});
    if (opened)
        m_warm = std::move(*opened);
    else
        failed(Rung::HttpWarm, "no-socket");
}

void ProbeLadder::askWarm() {
    const MonotonicTime now = m_loop.clock().now();
    m_askingKey = m_echo.wantsSession() && now - m_keyAskedAt > kBetweenKeys;
    if (m_askingKey)
        m_keyAskedAt = now;
    m_warm->ask(m_askingKey ? kProbeKeyPath : kProbePath);
}

void ProbeLadder::onWarmAnswer(const ProbeConnection::Answer& answer) {
    const std::uint64_t bytes = m_warm->takeBytes();
    sample(Rung::HttpWarm).bytes += bytes;
    if (std::exchange(m_askingKey, false)) {
        const auto session = answer.status == 200 ? ProbeSession::parse(answer.body) : std::nullopt;
        if (session)
            m_echo.useSession(*session);
        else
            m_echo.explain("no-key-" + statusReason(answer.status));
        return;
    }
    m_warmBytes.add(double(bytes));
    if (answer.status == 204)
        record(Rung::HttpWarm, answer.time);
    else
        failed(Rung::HttpWarm, statusReason(answer.status));
}

void ProbeLadder::onWarmEnd(const std::string& reason) {
    m_askingKey = false;
    if (!reason.empty()) {
        failed(Rung::HttpWarm, reason);
        m_echo.explain("no-key-" + reason);
    }
    retire(m_warm);
}

void ProbeLadder::cold() {
    again(m_coldTimer, coldInterval());
    if (m_cold)
        return; // the one before is still under way
    const std::string key = "probe " + m_setting.target.address.text();
    const bool resume = m_colds++ % kResumedOf == 1;
    m_coldHadSession = resume && m_tls->client->hasSession(key);
    m_coldResumed = false;
    auto opened = dial(key, resume,
                       {[this](const ProbeConnection::SetUp& setUp) { onColdOpen(setUp); },
                        [this](const ProbeConnection::Answer& answer) { onColdAnswer(answer); },
                        [this](ProbeConnection::Phase phase, const std::string& reason) {
                            onColdEnd(phase, reason);
                        }});
    if (opened)
        m_cold = std::move(*opened);
    else
        failed(Rung::Tcp, "no-socket");
}

void ProbeLadder::onColdOpen(const ProbeConnection::SetUp& setUp) {
    m_coldResumed = setUp.resumed;
    record(Rung::Tcp, setUp.connect);
    record(setUp.resumed ? Rung::TlsResumed : Rung::Tls, setUp.handshake);
    if (m_coldHadSession && !setUp.resumed)
        failed(Rung::TlsResumed, "not-resumed");
    m_cold->ask(kProbePath);
}

void ProbeLadder::onColdAnswer(const ProbeConnection::Answer& answer) {
    // A resumed one saves certificates, not round trips; it is not mixed in all the same.
    if (answer.status != 204)
        failed(Rung::HttpCold, statusReason(answer.status));
    else if (!m_coldResumed)
        record(Rung::HttpCold, answer.whole);
    m_cold->finish();
}

void ProbeLadder::onColdEnd(ProbeConnection::Phase phase, const std::string& reason) {
    const std::uint64_t bytes = m_cold->takeBytes() + kFarewell;
    sample(m_coldResumed ? Rung::TlsResumed : Rung::HttpCold).bytes += bytes;
    m_coldBytes.add(double(bytes));
    if (!reason.empty()) {
        if (phase == ProbeConnection::Phase::Connect)
            failed(Rung::Tcp, reason);
        else if (phase == ProbeConnection::Phase::Handshake)
            failed(m_coldHadSession ? Rung::TlsResumed : Rung::Tls, reason);
        failed(Rung::HttpCold, reason);
    }
    retire(m_cold);
}

std::vector<telemetry::ProbeSample> ProbeLadder::take() {
    telemetry::merge(sample(Rung::Udp), m_echo.take());
    if (m_canary)
        telemetry::merge(sample(Rung::Grpc), m_canary->take());
    std::vector<telemetry::ProbeSample> taken;
    for (telemetry::ProbeSample& each : m_samples) {
        telemetry::ProbeSample fresh;
        fresh.link = each.link;
        fresh.rung = each.rung;
        if (!each.empty())
            taken.push_back(std::exchange(each, std::move(fresh)));
    }
    return taken;
}

} // namespace causeway::proxy
