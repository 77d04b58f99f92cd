// SPDX-License-Identifier: Apache-2.0
// The Identity service: Certify on the wire. Owned by the control plane, outlives its server; any
// thread. Decides nothing itself: see Registrar. Calls wait in a queue of bounded length, and those
// that wait together are answered together, on a thread of its own; what finds the queue full is
// refused (RESOURCE_EXHAUSTED) and comes again later.
#pragma once

#include "causeway/v1/identity.grpc.pb.h"
#include "control/identity/registrar.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace causeway::control {

class IdentityService final : public v1::Identity::CallbackService {
public:
    static constexpr std::size_t kMostWaiting = 4000;

    IdentityService(const Registrar& registrar, const Clock& clock);
    ~IdentityService() override;

    ::grpc::ServerUnaryReactor* Certify(::grpc::CallbackServerContext* context,
                                        const v1::CertifyRequest* request,
                                        v1::CertifyResponse* response) override;

    // What is being answered is; all others are refused, those that wait too.
    void stop();

private:
    struct Call {
        Registrar::Question question;
        std::string address; // of the caller, for the log
        v1::CertifyResponse* response = nullptr;
        ::grpc::ServerUnaryReactor* reactor = nullptr;
    };
    void work(); // on m_worker
    void turnAway();
    void finish(const Call& call, const Result<Issued>& issued) const;

    const Registrar& m_registrar;
    const Clock& m_clock;
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::deque<Call> m_calls;
    bool m_stopping = false;
    std::thread m_worker; // last: uses all of the above
};

} // namespace causeway::control
