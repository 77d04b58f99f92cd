// SPDX-License-Identifier: Apache-2.0
// Who this proxy is right now, ready for handshakes. Immutable and shared by all workers; renewal
// makes a new one, and connections keep the one they began with.
#pragma once

#include "tls/context.h"

namespace causeway::proxy {

struct TlsMaterial {
    tls::SpiffeId identity;
    tls::Credentials credentials;
    std::shared_ptr<tls::Context> server; // asks for, and needs, the peer's certificate
    std::shared_ptr<tls::Context> client;
    std::shared_ptr<tls::Context> edge; // for strangers; null: no edge with TLS

    [[nodiscard]] const tls::Certificate& leaf() const { return credentials.chain.front(); }
    // Fails when leaf and key, or the leaf's name and ours, do not fit.
    [[nodiscard]] static Result<std::shared_ptr<const TlsMaterial>>
    make(tls::Credentials credentials, const std::vector<tls::Certificate>& anchors,
         const std::optional<tls::Credentials>& edge = {});
};

} // namespace causeway::proxy
