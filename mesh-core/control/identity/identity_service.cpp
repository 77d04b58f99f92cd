// SPDX-License-Identifier: Apache-2.0
#include "control/identity/identity_service.h"

#include "base/log.h"
#include "control/peer.h"
#include "control/wire_time.h"

#include <span>

namespace causeway::control {

namespace {

constexpr std::size_t kTogether = 40; // two operations each: etcd takes 128

std::string derOf(const tls::Certificate& certificate) {
    const auto der = certificate.der();
    return std::string(textOf(der));
}

} // namespace

IdentityService::IdentityService(const Registrar& registrar, const Clock& clock)
    : m_registrar(registrar), m_clock(clock), m_worker([this] { work(); }) {}

IdentityService::~IdentityService() {
    stop();
}

::grpc::ServerUnaryReactor* IdentityService::Certify(::grpc::CallbackServerContext* context,
                                                     const v1::CertifyRequest* request,
                                                     v1::CertifyResponse* response) {
    auto* reactor = context->DefaultReactor();
    Call call{.question = {.identity = request->identity(),
                           .joinToken = request->join_token(),
                           .request = bytesOf(request->csr()), // lives until Finish()
                           .peer = peerIdentity(*context)},
              .address = peerAddress(*context),
              .response = response,
              .reactor = reactor};
    const std::lock_guard lock(m_mutex);
    if (m_stopping)
        reactor->Finish({::grpc::StatusCode::UNAVAILABLE, "the control plane is stopping"});
    else if (m_calls.size() >= kMostWaiting)
        reactor->Finish({::grpc::StatusCode::RESOURCE_EXHAUSTED,
                         "too many ask for certificates at once; ask again in a few seconds"});
    else
        m_calls.push_back(std::move(call));
    m_news.notify_one();
    return reactor;
}

void IdentityService::work() {
    for (;;) {
        std::vector<Call> calls;
        {
            std::unique_lock lock(m_mutex);
            m_news.wait(lock, [this] { return m_stopping || !m_calls.empty(); });
            if (m_stopping)
                return turnAway();
            for (; !m_calls.empty() && calls.size() < kTogether; m_calls.pop_front())
                calls.push_back(std::move(m_calls.front()));
        }
        std::vector<Registrar::Question> questions;
        for (const Call& call : calls)
            questions.push_back(call.question);
        const auto answers = m_registrar.certifyAll(questions);
        for (std::size_t i = 0; i < calls.size(); ++i)
            finish(calls[i], answers[i]);
    }
}

// Those who wait ask another control plane, or this one when it is back; what a stopping one still
// wrote for them might take as long as its store is away.
void IdentityService::turnAway() {
    for (; !m_calls.empty(); m_calls.pop_front())
        m_calls.front().reactor->Finish(
            {::grpc::StatusCode::UNAVAILABLE, "the control plane is stopping"});
}

void IdentityService::finish(const Call& call, const Result<Issued>& issued) const {
    if (!issued) {
        log::warn("no leaf for {} at {}: {}", call.question.identity, call.address,
                  issued.error().describe());
        return call.reactor->Finish(statusOf(issued.error()));
    }
    call.response->set_leaf(derOf(issued->leaf()));
    for (const tls::Certificate& intermediate : std::span(issued->chain).subspan(1))
        call.response->add_intermediates(derOf(intermediate));
    setTime(*call.response->mutable_valid_until(), issued->leaf().notAfter());
    setTime(*call.response->mutable_now(), m_clock.wallNow());
    call.reactor->Finish(::grpc::Status::OK);
}

void IdentityService::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_news.notify_one();
    }
    if (m_worker.joinable())
        m_worker.join();
}

} // namespace causeway::control
