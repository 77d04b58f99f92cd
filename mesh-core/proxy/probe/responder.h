// SPDX-License-Identifier: Apache-2.0
// Answers datagrams of other gateways on one UDP socket: only those sealed with a key that was
// given out, each once, and never with more bytes than came. Everything else is dropped and
// counted. On its loop's thread.
#pragma once

#include "net/datagram.h"
#include "net/event_loop.h"
#include "proxy/probe/sessions.h"

#include <memory>

namespace causeway::proxy {

class ProbeResponder final : private net::Watcher {
public:
    struct Counts {
        std::uint64_t answered = 0;
        std::uint64_t malformed = 0;
        std::uint64_t unknownSession = 0;
        std::uint64_t badSeal = 0;
        std::uint64_t replayed = 0;
        std::uint64_t unsent = 0; // the system would not take the answer
    };
    [[nodiscard]] static Result<std::unique_ptr<ProbeResponder>>
    open(net::EventLoop& loop, const net::Address& address, ProbeSessions& sessions);
    ~ProbeResponder() override;
    ProbeResponder(const ProbeResponder&) = delete;
    ProbeResponder& operator=(const ProbeResponder&) = delete;

    [[nodiscard]] const Counts& counts() const { return m_counts; }

private:
    ProbeResponder(net::EventLoop& loop, net::DatagramSocket socket, ProbeSessions& sessions);
    void onReady(bool mayEnd) override;
    void take(ByteView bytes, const net::DatagramSocket::Datagram& datagram);

    net::EventLoop& m_loop;
    net::DatagramSocket m_socket;
    ProbeSessions& m_sessions;
    Counts m_counts;
};

} // namespace causeway::proxy
