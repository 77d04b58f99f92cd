// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/observer.h"

#include "proxy/recorder.h"

namespace causeway::proxy {

void Observer::add(std::shared_ptr<TapSession> tap) {
    removeTap(tap->id());
    m_taps.push_back(std::move(tap));
}

void Observer::removeTap(std::uint64_t id) {
    std::erase_if(m_taps, [&](const auto& each) { return each->id() == id; });
}

void Observer::sending(Request& request) const {
    if (!m_tracer)
        return;
    if (!request.observed)
        request.observed = std::make_unique<Observed>();
    m_tracer->sending(request);
}

void Observer::responded(Request& request, const http::ResponseHead& head) const {
    if (m_taps.empty())
        return;
    if (!request.observed)
        request.observed = std::make_unique<Observed>();
    request.observed->responseHeaders = head.headers.clone();
}

void Observer::ended(const Request& request, const Outcome& outcome, const Clock& clock) const {
    const Ending ending{request, outcome, clock.now(), clock.wallNow()};
    if (m_log)
        m_log->add(ending);
    if (m_tracer)
        m_tracer->ended(ending);
    for (const auto& tap : m_taps)
        tap->ended(ending);
}

} // namespace causeway::proxy
