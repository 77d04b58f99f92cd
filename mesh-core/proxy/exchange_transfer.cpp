// SPDX-License-Identifier: Apache-2.0
// The half of an exchange that moves bodies, ends and counts.
#include "proxy/downstream_connection.h"
#include "proxy/exchange.h"
#include "proxy/filters/route_filters.h"
#include "proxy/filters/web_socket.h"
#include "proxy/worker_context.h"

namespace causeway::proxy {
void Exchange::onRequestBody(ByteView bytes, bool end) {
    m_requestEnded = m_requestEnded || end;
    m_outcome.requestBytes += bytes.size();
    if (m_tunnel.counts)
        m_tunnel.counts->fromClient += bytes.size();
    m_requestBody.append(bytes);
    if (m_pace && m_phase != Phase::Responding)
        m_requestEnded ? m_pace.reset() : m_pace->moved(bytes.size());
    if (m_limits)
        m_limits->moved();
    if (m_plan && m_plan->isCanary)
        return answerCanary();
    pushRequestBody();
}

void Exchange::onRequestTrailers(http::Headers&& trailers) {
    m_requestEnded = true;
    if (m_phase != Phase::Responding)
        m_pace.reset();
    m_requestTrailers = std::move(trailers);
    if (m_plan && m_plan->isCanary)
        return answerCanary();
    pushRequestBody();
}

void Exchange::pushRequestBody() {
    if (!m_upstream || m_requestSent || awaitsUpgrade()) {
        if (m_downstream)
            m_downstream->holdBack(!m_requestBody.empty());
        return;
    }
    const bool endsHere = m_requestEnded && !m_requestTrailers;
    const ByteView offered = m_requestBody.view();
    const std::size_t taken =
        offered.empty() && !endsHere ? 0 : m_upstream->sendBody(m_upstreamId, offered, endsHere);
    if (m_replay.size() + taken > route::kMaxReplay)
        m_replayable = false;
    if (m_replayable && m_phase == Phase::Sent)
        m_replay.append(offered.first(taken));
    m_requestBody.consume(taken);
    if (m_requestBody.empty() && m_requestEnded) {
        if (m_requestTrailers)
            m_upstream->sendTrailers(m_upstreamId, *m_requestTrailers);
        m_requestSent = true;
        if (m_limits)
            m_limits->requestEnded();
    }
    if (m_downstream) {
        if (taken > 0)
            m_downstream->consumed(m_id, taken);
        m_downstream->holdBack(!m_requestBody.empty());
    }
    finishTunnel();
}

void Exchange::onUpstreamWritable() {
    pushRequestBody();
}

void Exchange::onResponse(http::ResponseHead&& head, bool end) {
    const auto keep = shared_from_this();
    if (head.status >= 100 && head.status < 200 && head.status != 101) {
        if (m_downstream)
            m_downstream->sendResponse(m_id, head, false);
        return;
    }
    restoreDeclined(head);
    if (m_limits)
        m_limits->headCame();
    if (m_retries && retryOnHead(head, end))
        return;
    forwardHead(std::move(head), end);
}

// From here on there is no other attempt.
void Exchange::forwardHead(http::ResponseHead&& head, bool end) {
    m_phase = Phase::Responding;
    m_pace.reset();
    m_replay.clear();
    m_replay.release();
    m_replayable = false;
    const auto connectUs =
        std::chrono::duration_cast<std::chrono::microseconds>(m_connectTime).count();
    const auto app = m_worker.loop.now() - m_sentAt;
    Hop own{elapsedUs(), static_cast<std::uint64_t>(connectUs),
            static_cast<std::uint64_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(app).count())};
    const bool declined = awaitsUpgrade() && head.status != 101;
    if (declined)
        declineUpgrade();
    else if (m_tunnel.requested ? head.status / 100 == 2 : awaitsUpgrade())
        openTunnel();
    classifyHead(head);
    judge(head.status, head.headers);
    uncountMissed(head);
    if (const Observer* observer = m_worker.recorder.observer())
        observer->responded(m_request, head);
    writeHops(head, own);
    if (m_plan->filters)
        apply(m_plan->filters->response, head.headers);
    carryDeclined(head, declined);
    m_outcome.own = own;
    if (head.status == 101 && m_request.head.version != http::Version::Http2)
        addWebSocketAccept(m_request.head, head);
    if (end) {
        sampleOnce();
        upstreamEnded();
    }
    if (m_downstream)
        m_downstream->sendResponse(m_id, head, end);
    if (end)
        finish();
    else if (m_tunnel.open)
        pushRequestBody();
}

void Exchange::classifyHead(const http::ResponseHead& head) {
    m_outcome.status = static_cast<std::uint16_t>(head.status);
    const auto known =
        classify::outcomeAtHead(head.status, m_isGrpc, head.headers.find("grpc-status"));
    if (known)
        m_outcome.result = *known;
    else // decided by the trailers; a stream that ends without any is a success of unknown status
        m_outcome.result = classify::grpcOutcome(std::nullopt);
    if (!m_plan || !m_plan->route || m_isGrpc)
        return;
    for (const route::ResponseClass& each : m_plan->route->classes)
        if (each.statuses.contains(head.status)) {
            m_outcome.result.failure = each.isFailure;
            break;
        }
}

// A gateway that answered by itself did not reach the callee: no attempt for it to count.
void Exchange::uncountMissed(const http::ResponseHead& head) {
    const bool meshAhead =
        m_request.role != Role::Inbound
        && (m_request.role != Role::Outbound || m_outcome.tls == telemetry::TlsState::Mutual);
    if (meshAhead && head.headers.has(kErrorHeader) && m_outcome.attempts > 0
        && !Hops::parse(head.headers.find(kHopsHeader).value_or("")).callee)
        --m_outcome.attempts;
}

// Takes what the hops before told, adds this one, and gives it on; the caller keeps it for itself.
void Exchange::writeHops(http::ResponseHead& head, const Hop& own) {
    const bool fromApplication = m_request.role == Role::Inbound;
    const std::string error(head.headers.find(kErrorHeader).value_or(""));
    if (!fromApplication)
        m_outcome.hops = Hops::parse(head.headers.find(kHopsHeader).value_or(""));
    head.headers.removePrefix(kHeaderPrefix);
    if (!error.empty() && !fromApplication)
        head.headers.add(kErrorHeader, error);
    if (m_request.role == Role::Outbound || m_listener->isEdge()) // nobody's business outside
        return;
    Hops told = m_outcome.hops;
    if (m_request.role == Role::Inbound)
        told.callee = own;
    else
        (m_request.role == Role::Ingress ? told.ingress : told.egress) = own;
    head.headers.add(kHopsHeader, told.serialize());
}

void Exchange::onResponseBody(ByteView bytes, bool end) {
    const auto keep = shared_from_this();
    releaseHead();
    sampleOnce();
    if (m_limits)
        m_limits->moved();
    m_responseEnded = m_responseEnded || end;
    m_outcome.responseBytes += bytes.size();
    if (m_tunnel.counts)
        m_tunnel.counts->fromServer += bytes.size();
    m_responseBody.append(bytes);
    if (end)
        upstreamEnded();
    pushResponseBody();
}

void Exchange::onResponseTrailers(http::Headers&& trailers) {
    const auto keep = shared_from_this();
    if (m_heldHead && retryOnTrailers(trailers))
        return;
    releaseHead();
    m_responseEnded = true;
    sampleOnce();
    if (m_isGrpc) {
        m_outcome.result = classify::grpcOutcome(trailers.find("grpc-status"));
        judge(0, trailers);
    }
    trailers.removePrefix(kHeaderPrefix);
    m_responseTrailers = std::move(trailers);
    upstreamEnded();
    pushResponseBody();
}

void Exchange::pushResponseBody() {
    if (!m_downstream)
        return;
    const bool endsHere = m_responseEnded && !m_responseTrailers;
    const ByteView offered = m_responseBody.view();
    const std::size_t taken =
        offered.empty() && !endsHere ? 0 : m_downstream->sendBody(m_id, offered, endsHere);
    m_responseBody.consume(taken);
    if (m_pace)
        m_pace->moved(taken);
    else if (!m_responseBody.empty() && isPaced())
        watchPace(m_worker.options.readTimeout, &Exchange::onSlowRead);
    if (m_upstream) {
        if (taken > 0)
            m_upstream->consumed(m_upstreamId, taken);
        m_upstream->holdBack(!m_responseBody.empty());
    }
    if (!m_responseBody.empty() || !m_responseEnded)
        return;
    if (m_responseTrailers)
        m_downstream->sendTrailers(m_id, *m_responseTrailers);
    if (m_tunnel.open)
        return finishTunnel();
    finish();
}

void Exchange::onClientWritable() {
    const auto keep = shared_from_this();
    pushResponseBody();
}

// The downstream connection has let go of this exchange already.
void Exchange::onClientGone() {
    const auto keep = shared_from_this();
    m_downstream = nullptr;
    if (m_phase == Phase::Done)
        return;
    if (m_pool && m_worker.options.isGateway()) {
        m_self = keep; // until onStream() or onConnectFailed()
        return;
    }
    breakTunnel("ECONNRESET");
    if (m_phase != Phase::Responding || !m_outcome.own)
        m_outcome.result = classify::transportError();
    finish();
}

void Exchange::refuse(const Refusal& refusal) {
    const auto keep = shared_from_this();
    ErrorResponse response = makeErrorResponse(refusal, m_isGrpc);
    const Hop own{elapsedUs(),
                  static_cast<std::uint64_t>(
                      std::chrono::duration_cast<std::chrono::microseconds>(m_connectTime).count()),
                  0};
    m_outcome.own = own;
    m_outcome.error = refusal.code;
    if (m_request.overRate.limit)
        m_worker.counts.countRateLimited({m_request.decision->server(), m_request.servedPort,
                                          *m_request.overRate.limit, m_request.overRate.ofTotal,
                                          m_request.caller});
    m_outcome.status = static_cast<std::uint16_t>(response.head.status);
    m_outcome.result = *classify::outcomeAtHead(response.head.status, m_isGrpc,
                                                response.head.headers.find("grpc-status"));
    // The callee's own refusal is an answer of the callee: the caller's attempt did arrive.
    if (m_request.role == Role::Inbound && !m_listener->isEdge()) {
        Hops hops;
        hops.callee = own;
        response.head.headers.add(kHopsHeader, hops.serialize());
    }
    m_deadline.cancel();
    stopClocks();
    leaveUpstream();
    if (!m_downstream)
        return finish();
    m_phase = Phase::Responding;
    const bool empty = response.body.empty() || m_request.head.method == "HEAD";
    m_downstream->sendResponse(m_id, response.head, empty);
    if (empty)
        return finish();
    m_responseEnded = true;
    m_responseBody.append(response.body);
    pushResponseBody();
}

// The response is complete: the stream's id is dead, and the connection may die before we are done
// with a slow client. A request that still went on is of no use any more.
void Exchange::upstreamEnded() {
    if (m_tunnel.open)
        return; // finishTunnel() knows when
    if (auto* upstream = std::exchange(m_upstream, nullptr); upstream && !m_requestSent)
        upstream->reset(m_upstreamId, http::ResetReason::Cancelled);
}

void Exchange::leaveUpstream() {
    if (m_pool)
        std::exchange(m_pool, nullptr)->forget(*this);
    if (m_upstream)
        std::exchange(m_upstream, nullptr)->abandon(m_upstreamId);
}

void Exchange::finish() {
    if (m_phase == Phase::Done)
        return;
    const auto keep = shared_from_this();
    m_phase = Phase::Done;
    m_worker.load.ended();
    m_deadline.cancel();
    stopClocks();
    if (m_retries)
        m_retries->ended(!m_outcome.result.failure);
    leaveUpstream();
    closeTunnel();
    if (m_pick && std::exchange(m_pick, std::nullopt) && !m_plan->local)
        m_worker.upstreams.settled(m_plan->destination);
    if (m_request.role == Role::Inbound)
        m_outcome.attempts = 1; // that arrived; what the caller's attempts are compared with
    const rules::ProxySettings* settings = m_worker.config.settings();
    if (!m_request.isProbe)
        m_worker.recorder.record(m_request, m_outcome,
                                 settings ? std::string_view(settings->clusterDomain) : "");
    if (m_downstream) {
        // What still comes of the request is dropped; its window must not stay closed.
        m_downstream->consumed(m_id, m_requestBody.size());
        std::exchange(m_downstream, nullptr)->forget(m_id, !m_requestEnded);
    }
    m_self.reset();
}

std::uint64_t Exchange::elapsedUs() const {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                          m_worker.loop.now() - m_request.received)
                                          .count());
}

} // namespace causeway::proxy
