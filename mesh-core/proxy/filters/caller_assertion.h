// SPDX-License-Identifier: Apache-2.0
// Who called originally, as one gateway tells the next hop: a token signed with the gateway's leaf,
// good for one target and 30 s. Cached both when issued and when verified, because a signature
// costs more than all else that a proxy does with a request. One worker's.
#pragma once

#include "proxy/tls_material.h"
#include "tls/jwt.h"

#include <map>
#include <memory>

namespace causeway::proxy {

class CallerAssertions {
public:
    explicit CallerAssertions(const Clock& clock) : m_clock(clock) {}

    // A token that says: `caller` calls `target` (a full service name) through us.
    [[nodiscard]] Result<std::string> issue(const std::string& caller, const std::string& target,
                                            const std::shared_ptr<const TlsMaterial>& tls);
    // The caller's SPIFFE id, when the peer with this leaf did sign that for this target.
    [[nodiscard]] Result<std::string> verify(const std::string& token,
                                             const tls::Certificate& peerLeaf,
                                             const std::string& fingerprint,
                                             const std::string& target);

private:
    struct Issued {
        std::string token;
        MonotonicTime until;
        std::shared_ptr<const TlsMaterial> by; // a renewed leaf signs anew
    };
    struct Verified {
        std::string caller;
        MonotonicTime until;
    };

    const Clock& m_clock;
    std::map<std::pair<std::string, std::string>, Issued> m_issued;
    std::map<std::string, Verified, std::less<>> m_verified;
};

} // namespace causeway::proxy
