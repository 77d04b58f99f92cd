// SPDX-License-Identifier: Apache-2.0
#include "proxy/tls_material.h"

namespace causeway::proxy {

Result<std::shared_ptr<const TlsMaterial>>
TlsMaterial::make(tls::Credentials credentials, const std::vector<tls::Certificate>& anchors,
                  const std::optional<tls::Credentials>& edge) {
    if (credentials.chain.empty())
        return fail(ErrorKind::InvalidInput, "found no certificate; expected a leaf");
    const auto identity = credentials.chain.front().identity();
    if (!identity)
        return fail(ErrorKind::InvalidInput, "certificate \"" + credentials.chain.front().subject()
                                                 + "\" bears no SPIFFE id");
    CAUSEWAY_TRY(auto server, tls::Context::makeServer({credentials, anchors}));
    CAUSEWAY_TRY(auto client, tls::Context::makeClient({&credentials, anchors}));
    std::shared_ptr<tls::Context> outside;
    if (edge) {
        CAUSEWAY_TRY(outside,
                     tls::Context::makeServer(
                         {*edge, {}, tls::PeerCertificate::None, {"h2", "http/1.1"}}));
    }
    return std::make_shared<const TlsMaterial>(TlsMaterial{
        *identity, std::move(credentials), std::move(server), std::move(client), outside});
}

} // namespace causeway::proxy
