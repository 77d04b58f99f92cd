// SPDX-License-Identifier: Apache-2.0
// A gateway's probing: a ladder towards every gateway of every linked cluster, answers to theirs,
// and what came of it, for reports and for the metrics page. Owned by the Proxy, on the main loop;
// sessions() alone is for any thread.
#pragma once

#include "proxy/probe/ladder.h"
#include "proxy/probe/responder.h"
#include "rules/config.h"
#include "telemetry/exposition.h"

#include <map>
#include <random>

namespace causeway::proxy {

class Prober {
public:
    Prober(net::EventLoop& loop, ProbeOptions options, std::optional<net::Address> source);

    [[nodiscard]] ProbeSessions& sessions() { return m_sessions; }
    // Answers datagrams that come in there.
    [[nodiscard]] Status answerOn(const net::Address& address);
    // Calls of canaries leave through this gateway's own egress there.
    void sendThrough(const net::Address& egress);
    // Begins, goes on and ends with what is linked.
    void use(const rules::ProxySettings& settings);
    void use(std::shared_ptr<const TlsMaterial> tls);
    // No more probes, no more answers.
    void stop();

    // What was decided since the last call, a sample a link and rung.
    [[nodiscard]] std::vector<telemetry::ProbeSample> take();
    void write(telemetry::Exposition& out);

private:
    using Key = std::pair<std::string, telemetry::ProbeRung>;
    using Samples = std::map<Key, telemetry::ProbeSample>;
    void collect();
    void beat();
    void writePaths(telemetry::Exposition& out) const;
    void writeLinkerds(telemetry::Exposition& out) const;
    void writeResponder(telemetry::Exposition& out) const;

    net::EventLoop& m_loop;
    const ProbeOptions m_options;
    const std::optional<net::Address> m_source;
    std::optional<net::Address> m_egress;
    ProbeSessions m_sessions;
    std::vector<std::unique_ptr<ProbeResponder>> m_responders;
    std::vector<std::unique_ptr<ProbeLadder>> m_ladders;
    std::shared_ptr<const TlsMaterial> m_tls;
    Samples m_pending; // not taken yet
    Samples m_totals;  // since the start
    std::map<std::string, std::uint64_t> m_failing; // by link: warm requests in a row that failed
    std::map<std::string, telemetry::OneWay> m_oneWay; // by link: of the newest datagrams
    bool m_stopped = false;
    std::minstd_rand m_random{std::random_device()()};
    net::Timer m_beat; // of all ladders at once: a gateway wakes up once for all of its links
};

} // namespace causeway::proxy
