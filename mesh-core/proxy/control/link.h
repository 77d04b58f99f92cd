// SPDX-License-Identifier: Apache-2.0
// The one connection to the control plane: HTTP/2 over TLS with gRPC calls on it, opened again with
// jittered back-off (100 ms … 10 s) whenever it is lost. Main thread.
#pragma once

#include "grpc/channel.h"
#include "net/stream.h"
#include "proxy/control/counts.h"
#include "proxy/options.h"
#include "tls/transport.h"

#include <random>

namespace causeway::proxy {

class ControlLink {
public:
    struct Hooks {
        std::function<void(grpc::Channel&)> opened;
        std::function<void()> closed; // after opened, once
    };
    ControlLink(net::EventLoop& loop, const ControlOptions& options, Hooks hooks);
    ~ControlLink();
    ControlLink(const ControlLink&) = delete;
    ControlLink& operator=(const ControlLink&) = delete;

    // What the next connection authenticates with; the first one begins to connect.
    void useContext(std::shared_ptr<tls::Context> context);
    // Gives the connection up, and opens another at once …
    void reopen();
    // … or after the back-off.
    void reconnect();
    void stop();
    // After every call on the channel.
    void flush();
    [[nodiscard]] grpc::Channel* channel();
    [[nodiscard]] const ControlCounts& counts() const { return m_counts; }

private:
    // One connection. Outlives its use until the turn ends, with no link to tell.
    class Session final : public net::StreamUser, private grpc::CallObserver {
    public:
        Session(ControlLink& link, std::unique_ptr<net::Transport> transport);
        void begin() { m_stream.start(); }
        void flush() { m_stream.flushSoon(); }
        void giveUp();
        void close() { m_stream.close(); }
        [[nodiscard]] bool isOpen() const { return m_stream.isOpen(); }
        [[nodiscard]] grpc::Channel& channel() { return m_channel; }

    private:
        Status onBytes(ByteView bytes) override;
        void onOpen() override;
        void onEof() override;
        void onSent() override { m_channel.codec().flushed(); }
        void onClosed(const Error* why) override;
        Buffer& output() override { return m_channel.codec().output(); }
        void onCallStarted(grpc::CallId id) override;
        void onCallAnswered(grpc::CallId id) override;
        void onCallEnded(grpc::CallId id, const grpc::Status& status) override;

        ControlLink* m_link; // null once given up
        grpc::Channel m_channel;
        std::map<grpc::CallId, MonotonicTime> m_unanswered; // and since when
        net::Stream m_stream;
    };

    void connect();
    void retryLater();
    void discard();
    void onOpened(Session& session);
    void onLost(const Error* why);

    net::EventLoop& m_loop;
    const ControlOptions& m_options;
    std::string m_serverName;
    ControlCounts m_counts;
    Hooks m_hooks;
    std::shared_ptr<tls::Context> m_context;
    std::unique_ptr<Session> m_session;
    net::Timer m_retry;
    net::Timer m_timeout;
    Duration m_backoff;
    std::minstd_rand m_random;
    bool m_opened = false; // and closed() is owed
    bool m_told = false;   // that it is away: once, not at every try
    bool m_stopped = false;
};

} // namespace causeway::proxy
