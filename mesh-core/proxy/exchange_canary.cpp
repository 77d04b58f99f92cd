// SPDX-License-Identifier: Apache-2.0
// The end of a call of the canary: the gateway answers itself what its rules have allowed.
#include "proxy/downstream_connection.h"
#include "proxy/exchange.h"
#include "proxy/probe/canary.h"

namespace causeway::proxy {

// The whole request comes first, as an application's server would have it.
void Exchange::answerCanary() {
    if (!m_requestEnded || !m_downstream || m_phase == Phase::Responding)
        return;
    const auto keep = shared_from_this();
    m_phase = Phase::Responding;
    stopClocks();
    m_downstream->consumed(m_id, m_requestBody.size());
    m_requestBody.clear();
    CanaryAnswer answer = proxy::answerCanary(m_request.head, m_isGrpc);
    m_outcome.status = static_cast<std::uint16_t>(answer.head.status);
    m_downstream->sendResponse(m_id, answer.head, !m_isGrpc);
    if (!m_isGrpc)
        return finish();
    m_responseBody.append(bytesOf(answer.body));
    m_responseEnded = true;
    m_responseTrailers = std::move(answer.trailers);
    pushResponseBody();
}

} // namespace causeway::proxy
