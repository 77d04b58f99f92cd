// SPDX-License-Identifier: Apache-2.0
// One request from its head to the last byte of its response, and one upstream attempt after the
// other. Kept by its downstream connection while that is interested; on the worker's thread.
//
//   Planning ── configuration, policy, route ──► Connecting ── endpoint, stream ──► Sent
//      │                                         ▲    │                              │
//      │                                         └────┼── refused, or tried again ───┤
//      └────────── refusal ──────────► Done ◄─────────┴──── last byte, reset ── Responding
//
// exchange.cpp: planning, attempts, ends. exchange_route.cpp: what the route asks for (filters,
// time limits, retries). exchange_transfer.cpp: bodies, counting. exchange_canary.cpp: answers here.
#pragma once

#include "proxy/pace.h"
#include "proxy/planner.h"
#include "proxy/recorder.h"
#include "proxy/route_timeouts.h"
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
    // Rules have changed: what they allow no more ends, also in the middle.
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
    void waitForEndpoint(const rules::ResourceName& name);
    [[nodiscard]] bool sendAgain();
    void onDeadline();

    [[nodiscard]] bool enterRoute();
    [[nodiscard]] bool filter();
    void answer(http::ResponseHead&& head);
    [[nodiscard]] bool isPaced() const;
    void watchPace(Duration span, void (Exchange::*tooSlow)());
    void onSlowBody();
    void onSlowRead();
    void onLimit(RouteTimeouts::Limit limit);
    void expire(RouteTimeouts::Limit limit);
    [[nodiscard]] bool mayRetry(const route::Pushback& pushback);
    [[nodiscard]] bool retryOnHead(const http::ResponseHead& head, bool end);
    [[nodiscard]] bool retryOnTrailers(const http::Headers& trailers);
    void tryAgain(const route::Pushback& pushback);
    void rewind();
    void holdHead(http::ResponseHead&& head);
    void releaseHead();
    void judge(int status, const http::Headers& headers);
    void uncountMissed(const http::ResponseHead& head);
    void sampleOnce();
    void stopClocks();

    void forwardHead(http::ResponseHead&& head, bool end);
    void answerCanary();
    void pushRequestBody();
    void pushResponseBody();
    void refuse(const Refusal& refusal);
    void finish();
    void openTunnel();
    [[nodiscard]] bool awaitsUpgrade() const {
        return !m_request.head.upgrade.empty() && !m_tunnel.open;
    }
    void declineUpgrade();
    void carryDeclined(http::ResponseHead& head, bool declined) const;
    void restoreDeclined(http::ResponseHead& head) const;
    void finishTunnel();
    void closeTunnel();
    void breakTunnel(std::string_view why);
    void leaveUpstream();
    void announceClient(UpstreamConnection& connection);
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
    net::Timer m_deadline; // of waiting for configuration, an endpoint, a connection
    std::unique_ptr<RouteTimeouts> m_limits; // where the route sets any
    std::unique_ptr<Pace> m_pace;            // while the client has something to send, or to take
    std::unique_ptr<Retries> m_retries;      // where it allows any

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
        bool open = false;              // and it was answered with 2xx, or an upgrade with 101
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

    std::optional<http::ResponseHead> m_heldHead; // until the end of the turn: trailers may follow
    bool m_sampled = false;                       // the balancer knows how long the first data took
    Buffer m_responseBody;
    bool m_responseEnded = false;
    std::optional<http::Headers> m_responseTrailers;
    bool m_isGrpc = false;
    std::shared_ptr<Exchange> m_self; // while nobody else keeps it
};

} // namespace causeway::proxy
