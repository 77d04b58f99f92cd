// SPDX-License-Identifier: Apache-2.0
// The Identity service: Certify on the wire. Owned by the control plane, outlives its server; any
// thread. Decides nothing itself: see Registrar.
#pragma once

#include "causeway/v1/identity.grpc.pb.h"
#include "control/identity/registrar.h"

namespace causeway::control {

class IdentityService final : public v1::Identity::CallbackService {
public:
    IdentityService(const Registrar& registrar, const Clock& clock)
        : m_registrar(registrar), m_clock(clock) {}

    ::grpc::ServerUnaryReactor* Certify(::grpc::CallbackServerContext* context,
                                        const v1::CertifyRequest* request,
                                        v1::CertifyResponse* response) override;

private:
    const Registrar& m_registrar;
    const Clock& m_clock;
};

} // namespace causeway::control
