// SPDX-License-Identifier: Apache-2.0
// The part of an exchange that is a tunnel: CONNECT, or an upgrade to another protocol, whose bytes
// go both ways until both sides have ended, it breaks, or rules allow it no more.
#include "base/log.h"
#include "proxy/downstream_connection.h"
#include "proxy/exchange.h"
#include "http/fields.h"
#include "proxy/worker_context.h"

namespace causeway::proxy {

void Exchange::openTunnel() {
    const bool outbound = m_request.role == Role::Outbound || m_request.role == Role::Egress;
    m_tunnel.open = true;
    m_tunnel.counts = &m_worker.tunnels.opened(
        {outbound, outbound ? m_outcome.tls == telemetry::TlsState::Mutual : m_peer->mutualTls,
         outbound ? std::string() : m_request.caller, m_request.service, m_request.port,
         !m_request.head.upgrade.empty()});
    if (m_limits)
        m_limits->keepIdle();
    m_tunnel.counts->fromClient += m_outcome.requestBytes;
}

void Exchange::recheck() {
    if (!m_plan || m_phase == Phase::Done)
        return;
    const auto refusal = m_worker.planner.recheck(m_request);
    if (!refusal)
        return;
    const auto keep = shared_from_this();
    log::info("ending {} to {}:{}: {}", m_tunnel.open ? "an open connection" : "a request",
              m_request.service, m_request.port, refusal->sentence);
    if (m_phase != Phase::Responding)
        return refuse(*refusal);
    if (m_tunnel.open)
        ++m_tunnel.counts->terminated;
    m_outcome.result = classify::transportError();
    m_outcome.error = refusal->code;
    breakTunnel("EPERM");
    if (m_downstream)
        m_downstream->reset(m_id, http::ResetReason::Cancelled);
    finish();
}

// The other end goes on in HTTP: what was held back for the other protocol is of no use.
void Exchange::declineUpgrade() {
    m_request.head.upgrade = {};
    if (m_downstream)
        m_downstream->consumed(m_id, m_requestBody.size());
    m_requestBody.clear();
    m_requestEnded = true;
    pushRequestBody();
}

// HTTP/2 knows a 2xx as consent only (RFC 8441 section 5): between proxies one that is none travels
// as 501 with the status beside it.
void Exchange::carryDeclined(http::ResponseHead& head, bool declined) const {
    if (!declined || head.status / 100 != 2 || m_request.head.version != http::Version::Http2)
        return;
    if (m_request.role != Role::Outbound && !m_listener->isEdge())
        head.headers.add(kStatusHeader, std::to_string(head.status));
    head.status = 501;
}

void Exchange::restoreDeclined(http::ResponseHead& head) const {
    const bool meshAhead = m_request.role != Role::Inbound
                           && (m_request.role != Role::Outbound
                               || m_outcome.tls == telemetry::TlsState::Mutual);
    if (head.status != 501 || !meshAhead || !awaitsUpgrade())
        return;
    const auto status = http::parseDecimal(head.headers.find(kStatusHeader).value_or(""));
    if (status && *status / 100 == 2)
        head.status = static_cast<int>(*status);
}

// A tunnel is over when both sides have sent all they had.
void Exchange::finishTunnel() {
    if (!m_tunnel.open || !m_requestSent || !m_responseEnded || !m_responseBody.empty())
        return;
    if (m_upstream)
        std::exchange(m_upstream, nullptr)->release(m_upstreamId);
    finish();
}

void Exchange::breakTunnel(std::string_view why) {
    if (m_tunnel.end.empty())
        m_tunnel.end = why;
}

void Exchange::closeTunnel() {
    TunnelCounts* counts = std::exchange(m_tunnel.counts, nullptr);
    if (!counts)
        return;
    --counts->open;
    ++counts->closed[std::string(m_tunnel.end)];
}

} // namespace causeway::proxy
