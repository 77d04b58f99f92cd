// SPDX-License-Identifier: Apache-2.0
#include "proxy/exchange.h"

#include "proxy/downstream_connection.h"
#include "proxy/worker_context.h"

namespace causeway::proxy {
namespace {

constexpr Duration kQueueTimeout = std::chrono::seconds(3); // then fail fast
constexpr Duration kGatewayQueueTimeout = std::chrono::seconds(6);
constexpr int kMaxFailures = 3;

// The connection will prove the endpoint's identity, or not come about.
bool proves(const balance::Endpoint& endpoint, std::string_view identity) {
    return endpoint.tls
           && (endpoint.tls->serverName == identity || endpoint.tls->spiffeId == identity);
}

} // namespace

Exchange::Exchange(WorkerContext& worker, DownstreamConnection& downstream, http::StreamId id)
    : m_worker(worker), m_downstream(&downstream), m_id(id), m_listener(downstream.listener()),
      m_peer(downstream.peer()), m_deadline([this] { onDeadline(); }) {
    m_request.role = m_listener->role;
    m_request.listener = m_listener.get();
    m_request.peer = m_peer.get();
    m_request.received = worker.loop.now();
}

Exchange::~Exchange() {
    if (m_phase != Phase::Done)
        m_worker.load.ended();
    leaveUpstream();
}

void Exchange::begin(http::RequestHead&& head, bool end) {
    m_request.head = std::move(head);
    m_requestEnded = end;
    identify();
    const bool admitted = m_worker.load.admits();
    m_worker.load.began();
    if (!admitted)
        return refuse({503, "overloaded", "this proxy takes no more requests now"});
    if (!end && isPaced())
        watchPace(m_worker.options.bodyTimeout, &Exchange::onSlowBody);
    plan();
}

// What the head says about itself, before anybody decides anything.
void Exchange::identify() {
    http::RequestHead& head = m_request.head;
    m_request.mesh = MeshHeaders::take(head.headers);
    const bool http1 = head.version != http::Version::Http2;
    m_tunnel.requested = head.method == "CONNECT";
    if (m_request.role == Role::Outbound) {
        // An application that writes mesh headers is not believed.
        m_request.mesh = MeshHeaders{};
        m_request.mesh.origAuthority = head.authority;
        if (const auto required = head.headers.find(kRequiredIdHeader)) {
            m_request.requiredId = *required; // the text stays in the head's arena
            head.headers.remove(kRequiredIdHeader);
        }
        if (http1 && !m_tunnel.requested)
            m_request.mesh.origProto =
                head.version == http::Version::Http10 ? "HTTP/1.0" : "HTTP/1.1";
    }
    m_isGrpc = classify::isGrpc(head.headers.find("content-type").value_or(""));
    const bool wasHttp1 = http1 || !m_request.mesh.origProto.empty();
    m_request.protocol = m_isGrpc ? Protocol::Grpc : (wasHttp1 ? Protocol::Http1 : Protocol::Http2);
    if (m_tunnel.requested)
        m_request.protocol = Protocol::Opaque;
    if (!m_peer->mutualTls)
        m_outcome.tls = telemetry::TlsState::None;
}

void Exchange::plan() {
    Verdict verdict = m_worker.planner.plan(m_request);
    if (const auto* refusal = std::get_if<Refusal>(&verdict))
        return refuse(*refusal);
    if (const auto* wait = std::get_if<Wait>(&verdict))
        return waitFor(wait->name);
    m_plan = std::move(std::get<Plan>(verdict));
    m_phase = Phase::Connecting;
    if (m_plan->isCanary)
        return answerCanary();
    const auto keep = shared_from_this();
    if (m_tunnel.requested || (filter() && enterRoute()))
        dispatch();
}

void Exchange::waitFor(const rules::ResourceName& name) {
    if (!m_deadline.armed())
        m_worker.loop.arm(m_deadline,
                          m_worker.options.isGateway() ? kGatewayQueueTimeout : kQueueTimeout);
    if (!m_worker.config.whenChanged(name, weak_from_this(), [this] { resume(); }))
        refuse({503, "overloaded", "too many requests wait for " + name.describe()});
}

void Exchange::resume() {
    if (m_phase == Phase::Planning)
        plan();
    else if (m_phase == Phase::Connecting && !m_pool && !m_upstream)
        dispatch();
}

const balance::Endpoint* Exchange::choose() {
    if (m_plan->local)
        return m_plan->local;
    // One for all requests of the thread: the name's memory is there already.
    static thread_local rules::ResourceName name{rules::ResourceName::Kind::Endpoints, {}};
    name.name = m_plan->destination;
    const Piece* piece = m_worker.config.find(name);
    const auto* endpoints = piece ? std::get_if<EndpointsPtr>(piece) : nullptr;
    if (piece && (!endpoints || !(*endpoints)->exists)) {
        refuse({503, "no-endpoints", m_plan->destination + " is known to nobody"});
        return nullptr;
    }
    if (!endpoints) {
        waitFor(name);
        return nullptr;
    }
    static const route::Balancing kUsual;
    const rules::ProxySettings* settings = m_worker.config.settings();
    m_pick = m_worker.upstreams.pick({m_plan->destination, *endpoints,
                                      m_plan->balancing ? *m_plan->balancing : kUsual,
                                      settings ? std::string_view(settings->zone) : "",
                                      m_retries ? m_retries->lastAddress() : std::string_view(),
                                      m_request.protocol == Protocol::Opaque});
    if (!m_pick) {
        waitForEndpoint(name);
        return nullptr;
    }
    if (m_request.role == Role::Ingress && m_pick->endpoint().gateway) {
        refuse({508, "loop", m_plan->destination + " leads back out through a gateway"});
        return nullptr;
    }
    return &m_pick->endpoint();
}

// Until membership changes or a breaker lets somebody try; the queue says whether that is of use.
void Exchange::waitForEndpoint(const rules::ResourceName& name) {
    const auto entry =
        m_worker.upstreams.waitReady(m_plan->destination, weak_from_this(), [this] { resume(); });
    if (entry == ReadyQueue::Entry::Full)
        return refuse({503, "queue-full",
                       "too many requests wait for an endpoint of " + m_plan->destination});
    if (entry == ReadyQueue::Entry::FailFast)
        return refuse({503, "fail-fast",
                       "no endpoint of " + m_plan->destination + " has been ready for a while"});
    waitFor(name);
}

void Exchange::dispatch() {
    // Refusing or failing may end the last interest in this exchange.
    const auto keep = shared_from_this();
    if (const balance::Endpoint* endpoint = choose())
        dispatchTo(*endpoint);
}

void Exchange::dispatchTo(const balance::Endpoint& endpoint) {
    if (!m_request.requiredId.empty() && !proves(endpoint, m_request.requiredId))
        return refuse({502, "identity-required",
                       endpoint.address + " is not the required "
                           + std::string(m_request.requiredId)});
    if (auto prepared = m_worker.planner.prepareHead(m_request, endpoint); !prepared)
        return refuse({500, "internal", prepared.error().describe()});
    if (const Observer* observer = m_worker.recorder.observer())
        observer->sending(m_request);
    m_outcome.workload = endpoint.gateway ? "" : endpoint.workload;
    m_outcome.instance = endpoint.gateway ? "" : endpoint.instance;
    m_outcome.target = endpoint.address;
    if (m_request.role == Role::Outbound)
        m_outcome.tls = endpoint.tls ? telemetry::TlsState::Mutual : telemetry::TlsState::None;
    m_askedAt = m_worker.loop.now();
    if (!m_deadline.armed())
        m_worker.loop.arm(m_deadline, endpoint.gateway ? kGatewayQueueTimeout : kQueueTimeout);
    const bool outbound = m_request.role == Role::Outbound || m_request.role == Role::Egress;
    if (m_tunnel.requested && !endpoint.tls) { // out of the mesh: the bytes as they are
        balance::Endpoint raw = endpoint;
        raw.protocol = Protocol::Opaque;
        m_pool = &m_worker.upstreams.pool(raw, outbound);
    } else {
        m_pool = &m_worker.upstreams.pool(endpoint, outbound);
    }
    m_pool->request(*this, m_plan->permit);
}

void Exchange::onStream(UpstreamConnection& connection, bool opened) {
    const auto keep = shared_from_this();
    m_pool = nullptr;
    const MonotonicTime now = m_worker.loop.now();
    m_connectTime += now - m_askedAt;
    m_reusedConnection = !opened;
    if (m_pick && opened)
        m_pick->connected();
    // A client that went away while a gateway was connecting: the callee must see the request all
    // the same, because the caller has counted it as an attempt. See decision 0022.
    const bool bodyless =
        m_requestEnded && m_requestBody.empty() && !m_requestTrailers && !awaitsUpgrade();
    auto sent = connection.send(*this, m_request.head, bodyless && m_downstream);
    if (!sent) {
        const Error why = std::move(sent).error();
        return onConnectFailed(why);
    }
    m_phase = Phase::Sent;
    m_upstream = &connection;
    m_upstreamId = *sent;
    m_sentAt = now;
    m_requestSent = bodyless;
    announceClient(connection);
    ++m_outcome.attempts;
    ++(opened ? m_outcome.opened : m_outcome.reused);
    m_deadline.cancel();
    if (!m_downstream) {
        m_worker.loop.defer([keep] { keep->finish(); });
        return;
    }
    if (m_tunnel.requested) // lives as long as its two ends want
        return pushRequestBody();
    if (m_limits)
        m_limits->attemptBegan(m_retries && m_retries->left() ? m_retries->policy().perTry
                                                              : std::nullopt);
    if (m_limits && m_requestSent)
        m_limits->requestEnded();
    pushRequestBody();
}

// An application that knows the PROXY protocol learns whom the bytes are from. Only opaque ones have
// a connection to themselves; requests have headers for it.
void Exchange::announceClient(UpstreamConnection& connection) {
    const auto& ports = m_worker.options.appProxyHeaders;
    if (ports.empty() || m_request.protocol != Protocol::Opaque || !m_plan->local)
        return;
    const auto version = ports.find(m_request.servedPort);
    const auto client = net::Address::parseIp(m_peer->ip.serialize(), 0);
    const auto application = net::Address::parse(m_plan->local->address);
    if (version == ports.end() || !client || !application)
        return;
    const std::string header =
        net::serializeProxyHeader(version->second, *client, *application, m_request.caller);
    std::ignore = connection.sendBody(m_upstreamId, bytesOf(header), false);
}

void Exchange::onConnectFailed(const Error& why) {
    const auto keep = shared_from_this();
    m_pool = nullptr;
    m_connectTime += m_worker.loop.now() - m_askedAt;
    const std::string where = m_pick          ? m_pick->endpoint().address
                              : m_plan->local ? m_plan->local->address
                                              : std::string();
    if (m_pick)
        m_pick->connectFailed();
    if (m_downstream && ++m_failures < kMaxFailures && !m_plan->local) {
        m_pick.reset();
        return dispatch();
    }
    refuse({502, "connect-failed", "no connection to " + where + ": " + why.describe()});
}

// Only what was not processed by anybody may go out a second time without being asked for.
bool Exchange::sendAgain() {
    if (!m_downstream || !m_replayable || ++m_failures >= 8)
        return false;
    --m_outcome.attempts;
    m_upstream = nullptr;
    rewind();
    dispatch();
    return true;
}

void Exchange::onUpstreamReset(http::ResetReason reason) {
    const auto keep = shared_from_this();
    if (m_phase == Phase::Done)
        return;
    const bool beforeResponse = m_phase == Phase::Sent;
    const bool idempotent = m_request.head.method == "GET" || m_request.head.method == "HEAD"
                            || m_request.head.method == "OPTIONS";
    // RFC 9110, 9.2.2 allows it: an idle connection that the peer closed as we wrote on it.
    const bool lostRace = reason == http::ResetReason::ConnectionLost && m_reusedConnection
                          && idempotent && m_plan->local;
    if (beforeResponse && (reason == http::ResetReason::Refused || lostRace) && sendAgain())
        return;
    if (reason == http::ResetReason::Refused && m_outcome.attempts > 0)
        --m_outcome.attempts;
    m_upstream = nullptr;
    breakTunnel("ECONNRESET");
    if (m_pick && reason != http::ResetReason::Refused)
        m_pick->ended({balance::Verdict::Failure, std::nullopt});
    if (beforeResponse)
        return refuse({502, "upstream-reset",
                       "the upstream ended the request: " + std::string(name(reason))});
    m_outcome.result = classify::transportError();
    m_outcome.error = name(reason);
    if (m_downstream)
        m_downstream->reset(m_id, reason == http::ResetReason::Cancelled
                                      ? http::ResetReason::Cancelled
                                      : http::ResetReason::InternalError);
    finish();
}

void Exchange::onDeadline() {
    const auto keep = shared_from_this();
    const std::string what = std::string(m_request.mesh.origAuthority.empty()
                                             ? m_request.head.authority
                                             : std::string_view(m_request.mesh.origAuthority));
    if (m_phase == Phase::Planning)
        return refuse({503, "no-configuration", "nothing is known about " + what + " yet"});
    refuse({503, m_pool ? "connect-timeout" : "no-endpoints",
            m_pool ? "no connection towards " + what + " came about in time"
                   : what + " has no ready endpoint"});
}

} // namespace causeway::proxy
