// SPDX-License-Identifier: Apache-2.0
// One request from its head to the last byte of its response, and one upstream attempt after the
// other. Kept by its downstream connection while that is interested; on the worker's thread.
//
//   Planning ── configuration, policy, route ──► Connecting ── endpoint, stream ──► Sent
//      │                                         ▲    │                              │
//      │                                         └────┼── refused, nothing sent ─────┤
//      └────────── refusal ──────────► Done ◄─────────┴──── last byte, reset ── Responding
#pragma once

#include "proxy/planner.h"
#include "proxy/recorder.h"
#include "proxy/tunnels.h"
#include "proxy/upstream/upstreams.h"

namespace causeway::proxy {

class DownstreamConnection;
struct WorkerContext;

class Exchange final : public UpstreamUser, public std::enable_shared_from_this<Exchange> {
public:
    Exchange(WorkerContext& worker, DownstreamConnection& downstream, http::StreamId id);
    ~Exchange() override;

    // From downstream.
    void begin(http::RequestHead&& head, bool end);
    void onRequestBody(ByteView bytes, bool end);
    void onRequestTrailers(http::Headers&& trailers);
    void onClientGone();
    void onClientWritable();
    // Rules have changed: a tunnel that they allow no more ends.
    void recheck();

private:
    enum class Phase : std::uint8_t { Planning, Connecting, Sent, Responding, Done };

    // From upstream.
    void onStream(UpstreamConnection& connection, bool opened) override;
    void onConnectFailed(const Error& why) override;
    void onResponse(http::ResponseHead&& head, bool end) override;
    void onResponseBody(ByteView bytes, bool end) override;
    void onResponseTrailers(http::Headers&& trailers) override;
    void onUpstreamReset(http::ResetReason reason) override;
    void onUpstreamWritable() override;
    bool sendsOn() const override { return m_tunnel.open && !m_requestSent; }

    void identify();
    void plan();
    void waitFor(const rules::ResourceName& name);
    void resume();
    void dispatch();
    [[nodiscard]] const balance::Endpoint* choose();
    void dispatchTo(const balance::Endpoint& endpoint);
    [[nodiscard]] bool retry();
    void onDeadline();

    void pushRequestBody();
    void pushResponseBody();
    void refuse(const Refusal& refusal);
    void finish();
    void openTunnel();
    void finishTunnel();
    void closeTunnel();
    void breakTunnel(std::string_view why);
    void leaveUpstream();
    void upstreamEnded();

    void classifyHead(const http::ResponseHead& head);
    void writeHops(http::ResponseHead& head, const Hop& own);
    [[nodiscard]] std::uint64_t elapsedUs() const;

    WorkerContext& m_worker;
    DownstreamConnection* m_downstream; // null: the client went away
    http::StreamId m_id;
    std::shared_ptr<const ListenerSpec> m_listener;
    std::shared_ptr<const Peer> m_peer;
    Request m_request;
    Outcome m_outcome;
    Phase m_phase = Phase::Planning;
    net::Timer m_deadline; // first of waiting, then of the route's timeouts

    std::optional<Plan> m_plan;
    std::optional<balance::Pick> m_pick;
    EndpointPool* m_pool = nullptr; // while waiting in it
    UpstreamConnection* m_upstream = nullptr;
    http::StreamId m_upstreamId = 0;
    MonotonicTime m_askedAt{};
    MonotonicTime m_sentAt{};
    Duration m_connectTime{};
    struct Tunnel {
        bool requested = false;         // CONNECT
        bool open = false;              // and it was answered with 2xx: bytes go both ways
        TunnelCounts* counts = nullptr; // once open
        std::string_view end;           // errno's name; empty: both sides were done
    };
    Tunnel m_tunnel;
    int m_failures = 0;
    bool m_reusedConnection = false;

    Buffer m_requestBody; // received and not taken by the upstream yet
    Buffer m_replay;      // taken, kept for a retry until there is a response
    bool m_replayable = true;
    bool m_requestEnded = false;
    bool m_requestSent = false;
    std::optional<http::Headers> m_requestTrailers;

    Buffer m_responseBody;
    bool m_responseEnded = false;
    std::optional<http::Headers> m_responseTrailers;
    bool m_isGrpc = false;
    std::shared_ptr<Exchange> m_self; // while nobody else keeps it
};

} // namespace causeway::proxy
