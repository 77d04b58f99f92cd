// SPDX-License-Identifier: Apache-2.0
// Decides who gets a leaf: a bearer of a join token that is pinned to its key, or the owner of a
// leaf that renews it. Safe on any thread. Knows no gRPC; never sees a private key of a proxy.
#pragma once

#include "control/events.h"
#include "control/identity/authority.h"
#include "control/identity/certificates.h"
#include "control/identity/join_tokens.h"
#include "control/store/store.h"

#include <vector>

namespace causeway::control {

// The cluster that a control plane is for.
struct ClusterName {
    std::string trustDomain;
    std::string name;
};

class Registrar {
public:
    struct Parts {
        Store& store;
        const Authority& authority;
        const JoinTokens& tokens;
        Certificates& certificates;
        EventLog& events;
        const Clock& clock;
    };
    struct Question {
        std::string identity; // SPIFFE URI that is asked for
        std::string joinToken;
        ByteView request;                  // DER
        std::optional<tls::SpiffeId> peer; // who the TLS connection belongs to
    };

    Registrar(Parts parts, ClusterName cluster, Duration leafLife)
        : m_parts(parts), m_cluster(std::move(cluster)), m_leafLife(leafLife) {}

    // Unauthenticated: no leaf and no good token. Conflict: the request asks for another identity
    // than its token, its leaf or its own names. Unavailable: no issuer, or the pin cannot be kept.
    [[nodiscard]] Result<Issued> certify(const Question& question) const;
    // The answers to many, in their order, kept by one write of the store: a fleet that starts does
    // not wait for a sync of the disk for each of its proxies.
    [[nodiscard]] std::vector<Result<Issued>>
    certifyAll(const std::vector<Question>& questions) const;

private:
    struct Prepared; // a leaf that has to be kept before it may be given away
    [[nodiscard]] Result<tls::SpiffeId> ownWorkload(const std::string& uri) const;
    [[nodiscard]] Result<Prepared> prepare(const Question& question) const;
    [[nodiscard]] Result<Prepared> join(const Question& question,
                                        const tls::CertificateRequest& request) const;
    [[nodiscard]] Result<Prepared> renew(const Question& question,
                                         const tls::CertificateRequest& request) const;
    [[nodiscard]] Result<Issued> keep(const Prepared& prepared, const Status& kept) const;
    [[nodiscard]] Status checkPin(const KeyValue& pin,
                                  const tls::CertificateRequest& request) const;
    [[nodiscard]] Result<Issued> sign(const tls::CertificateRequest& request) const;

    Parts m_parts;
    ClusterName m_cluster;
    Duration m_leafLife;
};

} // namespace causeway::control
