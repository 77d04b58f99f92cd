// SPDX-License-Identifier: Apache-2.0
// The echo rung towards one gateway: numbered, sealed datagrams out, their answers into a series.
// Sends nothing before it has a session. On its loop's thread.
#pragma once

#include "link/probe_series.h"
#include "net/datagram.h"
#include "net/event_loop.h"
#include "proxy/probe/sessions.h"

namespace causeway::proxy {

class EchoProbe final : private net::Watcher {
public:
    EchoProbe(net::EventLoop& loop, std::string link, net::Address to,
              std::optional<net::Address> source, Duration timeLimit);
    ~EchoProbe() override;
    EchoProbe(const EchoProbe&) = delete;
    EchoProbe& operator=(const EchoProbe&) = delete;

    // Answers under the session before still count.
    void useSession(const ProbeSession& session) {
        m_before = std::exchange(m_session, session);
    }
    void send();
    // The key was refused or could not be asked for: why nothing is measured.
    void explain(std::string why) { m_why = std::move(why); }

    // A session that is not answered may be one that the other side no longer knows.
    [[nodiscard]] bool wantsSession() const { return !m_session || m_series.silence() >= 3; }
    [[nodiscard]] telemetry::ProbeSample take();

private:
    void onReady(bool mayEnd) override;
    [[nodiscard]] Status open();
    void close();
    [[nodiscard]] bool isOurs(const EchoPacket& packet, ByteView bytes) const;
    void receive(ByteView bytes, const net::DatagramSocket::Datagram& datagram);

    net::EventLoop& m_loop;
    const net::Address m_to;
    const std::optional<net::Address> m_source;
    link::ProbeSeries m_series;
    std::optional<net::DatagramSocket> m_socket;
    std::optional<ProbeSession> m_session;
    std::optional<ProbeSession> m_before;
    struct Sent {
        MonotonicTime at;
        WallTime wall;
    };
    std::map<std::uint64_t, Sent> m_sent; // the newest
    std::uint64_t m_number = 0;
    std::string m_why; // empty while the key is being asked for
};

} // namespace causeway::proxy
