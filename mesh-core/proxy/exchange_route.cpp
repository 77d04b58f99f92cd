// SPDX-License-Identifier: Apache-2.0
// The part of an exchange that does what the route asks for: filters, time limits, retries.
#include "grpc/status.h"
#include "grpc/timeout.h"
#include "proxy/downstream_connection.h"
#include "proxy/exchange.h"
#include "proxy/filters/request_overrides.h"
#include "proxy/filters/route_filters.h"
#include "proxy/upstream/verdict.h"
#include "proxy/worker_context.h"

#include <charconv>

namespace causeway::proxy {
namespace {

double unit(std::uint64_t draw) {
    constexpr std::uint64_t kSteps = 1 << 20;
    return double(draw % kSteps) / kSteps;
}

int grpcStatusOf(const http::Headers& headers) {
    const auto text = headers.find("grpc-status").value_or("");
    int code = -1;
    std::from_chars(text.data(), text.data() + text.size(), code);
    return code;
}

route::Pushback pushbackOf(const http::Headers& headers) {
    return route::readPushback([&](std::string_view name) { return headers.find(name); });
}

} // namespace

// False: the request was answered here.
bool Exchange::filter() {
    if (!m_plan->filters)
        return true;
    const route::Filters& filters = *m_plan->filters;
    if (filters.fault && isFaulted(*filters.fault, m_worker.upstreams.random())) {
        refuse({filters.fault->status, "fault-injected", filters.fault->message});
        return false;
    }
    if (filters.redirect) {
        const std::string_view meant = m_request.mesh.origAuthority.empty()
                                           ? m_request.head.authority
                                           : std::string_view(m_request.mesh.origAuthority);
        answer(redirect(*filters.redirect, *m_plan->rule, m_request.head, meant));
        return false;
    }
    apply(filters.request, m_request.head.headers);
    return true;
}

// The same; of our own application's requests.
bool Exchange::enterRoute() {
    if (!m_plan->route)
        return true;
    const route::OutboundRoute& route = *m_plan->route;
    const route::OutboundRoutes& service = m_plan->routes->rules();
    Wishes wishes{route.timeouts, route.retry};
    if (service.headerOverrides)
        if (const auto taken = takeOverrides(m_request.head.headers, wishes); !taken) {
            refuse({400, "bad-override", taken.error().message()});
            return false;
        }
    if (m_isGrpc)
        honorGrpcTimeout(m_request.head.headers, wishes.timeouts);
    const bool tried = wishes.retry && wishes.retry->limit > 0;
    if (wishes.timeouts != route::Timeouts{} || (tried && wishes.retry->perTry))
        m_limits = std::make_unique<RouteTimeouts>(
            m_worker.loop, wishes.timeouts, m_request.received,
            [this](RouteTimeouts::Limit limit) { onLimit(limit); });
    if (tried)
        m_retries = std::make_unique<Retries>(
            m_worker.loop, std::move(*wishes.retry),
            Retries::Source{m_worker.upstreams.account(service.service), service.budget,
                            m_worker.upstreams.retryCounters(
                                {service.service, m_request.routeName, service.port, m_isGrpc})},
            [this] { resume(); });
    return true;
}

// Without asking anybody: a redirect.
void Exchange::answer(http::ResponseHead&& head) {
    m_outcome.own = Hop{elapsedUs(), 0, 0};
    m_outcome.result = classify::httpOutcome(head.status);
    m_outcome.status = static_cast<std::uint16_t>(head.status);
    if (m_request.role == Role::Inbound)
        writeHops(head, *m_outcome.own);
    m_phase = Phase::Responding;
    m_downstream->sendResponse(m_id, head, true);
    finish();
}

// Streams of gRPC and tunnels rest as long as they like, but for those of strangers.
bool Exchange::isPaced() const {
    return !m_tunnel.requested && m_request.head.upgrade.empty()
           && (!m_isGrpc || m_listener->isEdge());
}

void Exchange::watchPace(Duration span, void (Exchange::*tooSlow)()) {
    m_pace = std::make_unique<Pace>(
        m_worker.loop, span,
        // What we hold of either body, the next hop has not taken from us yet.
        [this] { return m_phase == Phase::Responding ? m_responseBody.empty() : !m_requestBody.empty(); },
        [this, tooSlow] {
            m_worker.loop.defer([keep = shared_from_this(), tooSlow] { (keep.get()->*tooSlow)(); });
        });
}

void Exchange::onSlowBody() {
    if (m_phase == Phase::Responding || m_phase == Phase::Done || m_requestEnded || !m_downstream)
        return;
    m_worker.counts.countRefused(http::Refused::SlowBody);
    m_downstream->closeAfterAnswer();
    refuse({408, "slow-body", "the request's body does not come at a bearable pace"});
}

void Exchange::onSlowRead() {
    if (m_phase != Phase::Responding || m_responseBody.empty() || !m_downstream)
        return;
    m_worker.counts.countRefused(http::Refused::SlowRead);
    m_outcome.result = classify::transportError();
    m_outcome.error = "slow-read";
    const auto keep = shared_from_this();
    auto* downstream = m_downstream;
    downstream->breakOff(m_id);
    finish();
}

void Exchange::onLimit(RouteTimeouts::Limit limit) {
    const auto keep = shared_from_this();
    if (limit == RouteTimeouts::Limit::Attempt) {
        if (m_phase != Phase::Sent)
            return;
        if (m_pick)
            m_pick->ended({balance::Verdict::Failure, std::nullopt});
        if (mayRetry({}))
            return tryAgain({});
    }
    expire(limit);
}

void Exchange::expire(RouteTimeouts::Limit limit) {
    if (m_pick)
        m_pick->ended({balance::Verdict::Failure, std::nullopt});
    const std::string sentence =
        "the route's time for " + std::string(describe(limit)) + " is over";
    if (m_phase != Phase::Responding)
        return refuse({504, "timeout", sentence});
    m_outcome.result = classify::transportError();
    m_outcome.error = "timeout";
    breakTunnel("ETIMEDOUT");
    if (m_downstream && m_isGrpc) {
        // The stream can still say why; the connection lives on.
        http::Headers trailers;
        grpc::serialize({grpc::Code::DeadlineExceeded, sentence}, trailers);
        m_downstream->sendTrailers(m_id, trailers);
    } else if (m_downstream) {
        m_downstream->reset(m_id, http::ResetReason::Cancelled);
    }
    finish();
}

// Whether another attempt may follow this one; takes it from the limit and the budget.
bool Exchange::mayRetry(const route::Pushback& pushback) {
    if (!m_retries || !m_downstream || !m_replayable || pushback.never || m_plan->local)
        return false;
    const auto left = m_limits ? m_limits->left() : std::nullopt;
    if (left && pushback.after.value_or(Duration{}) >= *left)
        return false; // it would come too late
    return m_retries->take();
}

bool Exchange::retryOnHead(const http::ResponseHead& head, bool end) {
    const route::RetryPolicy& policy = m_retries->policy();
    const bool told = head.headers.has("grpc-status");
    if (m_isGrpc && !told && head.status == 200 && policy.grpc != 0 && !end && m_replayable
        && m_retries->left()) {
        holdHead(http::ResponseHead(head.clone()));
        return true;
    }
    const bool again = m_isGrpc && told ? isRetryableGrpc(policy, grpcStatusOf(head.headers))
                                        : isRetryableStatus(policy, head.status);
    if (!again)
        return false;
    const auto pushback = pushbackOf(head.headers);
    if (!mayRetry(pushback))
        return false;
    classifyHead(head);
    judge(head.status, head.headers);
    uncountMissed(head);
    if (end)
        m_upstream = nullptr;
    tryAgain(pushback);
    return true;
}

bool Exchange::retryOnTrailers(const http::Headers& trailers) {
    const auto pushback = pushbackOf(trailers);
    if (!isRetryableGrpc(m_retries->policy(), grpcStatusOf(trailers)) || !mayRetry(pushback))
        return false;
    m_outcome.result = classify::grpcOutcome(trailers.find("grpc-status"));
    judge(0, trailers);
    uncountMissed(*m_heldHead);
    m_heldHead.reset();
    m_upstream = nullptr;
    tryAgain(pushback);
    return true;
}

void Exchange::tryAgain(const route::Pushback& pushback) {
    leaveUpstream();
    if (m_limits)
        m_limits->attemptEnded();
    if (m_pick)
        m_retries->avoid(m_pick->endpoint().address);
    rewind();
    m_worker.upstreams.settled(m_plan->destination);
    if (m_plan->route->backends.size() > 1)
        if (auto refusal = m_worker.planner.aim(m_request, *m_plan))
            return refuse(*refusal);
    if (const auto left = m_limits ? m_limits->left() : std::nullopt;
        left && m_request.head.headers.has("grpc-timeout"))
        m_request.head.headers.set("grpc-timeout",
                                   grpc::serializeTimeout(std::max(*left, Duration{})));
    m_retries->wait(pushback, unit(m_worker.upstreams.random()));
}

// What was sent stands in line again, before what was not.
void Exchange::rewind() {
    Buffer again;
    again.append(m_replay.view());
    again.append(m_requestBody.view());
    std::swap(m_requestBody, again);
    m_replay.clear();
    m_requestSent = false;
    m_sampled = false;
    m_phase = Phase::Connecting;
    m_pick.reset();
}

// The status may follow at once, in trailers; a stream that goes on must not wait for it.
void Exchange::holdHead(http::ResponseHead&& head) {
    m_heldHead = std::move(head);
    m_worker.loop.defer([keep = shared_from_this()] { keep->releaseHead(); });
}

void Exchange::releaseHead() {
    if (!m_heldHead || m_phase == Phase::Done)
        return;
    http::ResponseHead head = std::move(*m_heldHead);
    m_heldHead.reset();
    forwardHead(std::move(head), false);
}

// The balancer learns how long the first data took.
void Exchange::sampleOnce() {
    if (m_pick && !std::exchange(m_sampled, true))
        m_pick->responded();
}

// Nothing may start or end this request any more, but what is on its way out.
void Exchange::stopClocks() {
    m_pace.reset();
    if (m_limits)
        m_limits->stop();
    if (m_retries)
        m_retries->stop();
}

// What the answer says about the endpoint that gave it.
void Exchange::judge(int status, const http::Headers& headers) {
    if (!m_pick || (m_isGrpc && status == 200 && !headers.has("grpc-status")))
        return;
    m_pick->ended(verdictOf(status, m_outcome.result, headers));
}

} // namespace causeway::proxy
