// SPDX-License-Identifier: Apache-2.0
// The control plane's own leaf: issued by itself, renewed at 70 % of its life. gRPC takes
// certificates from files and watches them; the key stays the same as long as the process lives, so
// that the pair on disk fits at every moment. Owned by the control plane; one thread calls
// renewIfDue().
#pragma once

#include "control/identity/authority.h"
#include "control/identity/certificates.h"
#include "control/identity/registrar.h"

namespace causeway::control {

class ServingLeaf {
public:
    struct Parts {
        const StateFolder& state;
        const Authority& authority;
        Certificates& certificates;
        const Clock& clock;
    };
    // Issues the first leaf and writes the files.
    [[nodiscard]] static Result<ServingLeaf> make(Parts parts, const ClusterName& cluster,
                                                  Duration life);

    [[nodiscard]] Status renewIfDue();
    // The issuer or the anchors are others now.
    [[nodiscard]] Status trustChanged();

    [[nodiscard]] const tls::SpiffeId& identity() const { return m_identity; }
    [[nodiscard]] std::string certificateFile() const { return m_parts.state.path(kCertificate); }
    [[nodiscard]] std::string keyFile() const { return m_parts.state.path(kKey); }
    [[nodiscard]] std::string anchorsFile() const { return m_parts.state.path(kAnchors); }

private:
    static constexpr std::string_view kCertificate = "serving.pem";
    static constexpr std::string_view kKey = "serving.key";
    static constexpr std::string_view kAnchors = "serving-anchors.pem";

    ServingLeaf(Parts parts, tls::SpiffeId identity, tls::PrivateKey key, Duration life)
        : m_parts(parts), m_identity(std::move(identity)), m_key(std::move(key)), m_life(life) {}
    [[nodiscard]] Status renew();

    Parts m_parts;
    tls::SpiffeId m_identity;
    tls::PrivateKey m_key;
    Duration m_life;
    WallTime m_renewAt{};
};

} // namespace causeway::control
