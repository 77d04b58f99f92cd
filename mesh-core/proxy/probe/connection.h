// SPDX-License-Identifier: Apache-2.0
// One connection of a probe's own to another gateway's mesh listener, mutual TLS and HTTP/2 as the
// mesh has it, and at most one request at a time on it. Tells how long each phase took. On its
// loop's thread; not to be destroyed from inside its hooks (EventLoop::defer() is for that).
#pragma once

#include "grpc/status.h"
#include "proxy/probe/target.h"
#include "proxy/probe/timed_transport.h"
#include "proxy/upstream/connection.h"
#include "proxy/upstream/user.h"

namespace causeway::proxy {

class ProbeConnection final : private UpstreamConnection::Owner, private UpstreamUser {
public:
    enum class Phase : std::uint8_t { Connect, Handshake, Open };
    struct SetUp {
        Duration connect{};
        Duration handshake{};
        bool resumed = false;
    };
    struct Answer {
        Duration time{};  // from the request written to the response's head
        Duration whole{}; // from the first SYN on
        int status = 0;
        std::string body;
        std::optional<grpc::Status> grpc; // of a gRPC call
        std::string error;                // causeway-error: a proxy on the way answered
        std::string hops;                 // causeway-hops
    };
    struct Hooks {
        std::function<void(const SetUp&)> opened;
        std::function<void(const Answer&)> answered;
        // The last call, once: what failed when something was under way, else empty.
        std::function<void(Phase, const std::string& reason)> ended;
    };
    struct Dial {
        ProbeTarget target;
        std::shared_ptr<tls::Context> context;
        std::optional<net::Address> source;
        std::string sessionKey; // empty: no session is kept
        bool resume = false;    // where there is a session
        Duration limit{};       // of set-up, and of each request
    };
    [[nodiscard]] static Result<std::shared_ptr<ProbeConnection>>
    open(net::EventLoop& loop, Dial dial, Hooks hooks);

    [[nodiscard]] bool isOpen() const { return m_setUp.has_value() && !m_ended; }
    [[nodiscard]] bool isIdle() const { return isOpen() && m_stream == 0; }
    // Of the gateway itself.
    void ask(std::string_view path);
    // Of a service behind it.
    struct Call {
        std::string authority; // "canary.causeway.svc.gcp.mesh:80"
        std::string link;
        std::string_view path;
        std::string message; // framed as gRPC has it
    };
    void call(const Call& call);
    // Ends it in order; a request under way is waited for.
    void finish() { m_connection->closeGracefully(); }
    // What was sent and received since the last call.
    [[nodiscard]] std::uint64_t takeBytes();

private:
    ProbeConnection(net::EventLoop& loop, Dial dial, Hooks hooks);

    void onConnected(UpstreamConnection& connection) override;
    void onRoomChanged(UpstreamConnection&) override {}
    void onGone(UpstreamConnection& connection, const Error* why) override;
    void onRefused(http::Refused) override {}

    void onStream(UpstreamConnection&, bool) override {}
    void onConnectFailed(const Error&) override {}
    void onResponse(http::ResponseHead&& head, bool end) override;
    void onResponseBody(ByteView bytes, bool end) override;
    void onResponseTrailers(http::Headers&& trailers) override;
    void onUpstreamReset(http::ResetReason reason) override;
    void onUpstreamWritable() override {}

    void send(const http::RequestHead& head, std::string_view body);
    void readMore(const http::Headers& headers);
    void complete();
    void fail(std::string reason);

    net::EventLoop& m_loop;
    const Dial m_dial;
    const Hooks m_hooks;
    MonotonicTime m_dialledAt{};
    MonotonicTime m_askedAt{};
    TimedTransport* m_transport = nullptr; // the connection's
    std::unique_ptr<UpstreamConnection> m_connection;
    std::optional<SetUp> m_setUp;
    http::StreamId m_stream = 0; // of the request under way
    Answer m_answer;
    std::string m_failure;
    std::uint64_t m_bytesTaken = 0;
    bool m_ended = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    net::Timer m_limit;
};

} // namespace causeway::proxy
