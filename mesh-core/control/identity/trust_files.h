// SPDX-License-Identifier: Apache-2.0
// Follows the files that trust anchors and issuer come from, so that they can be exchanged without
// a restart, and in such an order that no proxy ever meets a certificate that it does not trust:
//   a new anchor    goes to the proxies at once;
//   a new issuer    signs when every connected proxy has confirmed the anchor behind it;
//   an old anchor   goes when no leaf that is in use stands behind it.
// What has to wait is said, with the names of those it waits for. Owned by the control plane; one
// thread.
#pragma once

#include "control/audit/audit_trail.h"
#include "control/discovery/presence.h"
#include "control/events.h"
#include "control/identity/certificates.h"

#include <array>
#include <optional>

namespace causeway::control {

class TrustFiles {
public:
    struct Parts {
        Authority& authority;
        Certificates& certificates;
        const Presence& presence;
        AuditTrail& audit;
        EventLog& events;
        const Clock& clock;
    };
    TrustFiles(Parts parts, AuthorityFiles files, std::string cluster);

    // About once a second. True: anchors or issuer in force are others now.
    [[nodiscard]] bool turn();

private:
    // Of one file: when it was written, how long it is, which one it is.
    using Stamp = std::array<std::int64_t, 3>;
    using Stamps = std::array<Stamp, 3>;
    struct Step {
        Trust trust;                      // to be in force
        std::vector<std::string> waiting; // what of the files is not, and why
    };

    [[nodiscard]] Stamps stampsNow() const;
    void read();
    [[nodiscard]] Step nextStep(const Trust& now, const Trust& wanted) const;
    [[nodiscard]] std::string issuerWaits(const Trust& now, const Trust& wanted) const;
    [[nodiscard]] std::string anchorStays(const tls::Certificate& anchor, const Trust& next) const;
    [[nodiscard]] bool exchange(const Trust& now, Trust next);
    void tell(Severity severity, const std::string& kind, const std::string& message);

    Parts m_parts;
    AuthorityFiles m_files;
    std::string m_cluster;
    Stamps m_seen;                 // in the last turn
    Stamps m_read;                 // when they were read last
    std::optional<Trust> m_wanted; // what stands in the files and is not all in force
    std::string m_told;
};

} // namespace causeway::control
