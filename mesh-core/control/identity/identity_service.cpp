// SPDX-License-Identifier: Apache-2.0
#include "control/identity/identity_service.h"

#include "base/log.h"
#include "control/peer.h"
#include "control/wire_time.h"

#include <span>

namespace causeway::control {

namespace {

std::string derOf(const tls::Certificate& certificate) {
    const auto der = certificate.der();
    return std::string(textOf(der));
}

} // namespace

::grpc::ServerUnaryReactor* IdentityService::Certify(::grpc::CallbackServerContext* context,
                                                     const v1::CertifyRequest* request,
                                                     v1::CertifyResponse* response) {
    auto* reactor = context->DefaultReactor();
    const auto issued = m_registrar.certify({.identity = request->identity(),
                                             .joinToken = request->join_token(),
                                             .request = bytesOf(request->csr()),
                                             .peer = peerIdentity(*context)});
    if (!issued) {
        log::warn("no leaf for {} at {}: {}", request->identity(), peerAddress(*context),
                  issued.error().describe());
        reactor->Finish(statusOf(issued.error()));
        return reactor;
    }
    response->set_leaf(derOf(issued->leaf()));
    for (const tls::Certificate& intermediate : std::span(issued->chain).subspan(1))
        response->add_intermediates(derOf(intermediate));
    setTime(*response->mutable_valid_until(), issued->leaf().notAfter());
    setTime(*response->mutable_now(), m_clock.wallNow());
    reactor->Finish(::grpc::Status::OK);
    return reactor;
}

} // namespace causeway::control
