// SPDX-License-Identifier: Apache-2.0
#include "control/identity/registrar.h"

#include "base/log.h"

namespace causeway::control {

namespace {

std::string pinKey(const tls::Claims& claims) {
    return "/identity/pins/" + claims.id;
}

} // namespace

Result<tls::SpiffeId> Registrar::ownWorkload(const std::string& uri) const {
    CAUSEWAY_TRY(tls::SpiffeId identity, tls::SpiffeId::parse(uri));
    if (!identity.isWorkload() || identity.trustDomain() != m_cluster.trustDomain
        || identity.cluster() != m_cluster.name)
        return fail(ErrorKind::Conflict, identity.uri() + " is no workload of cluster "
                                             + m_cluster.name + " in " + m_cluster.trustDomain);
    return identity;
}

Result<Issued> Registrar::certify(const Question& question) const {
    CAUSEWAY_TRY(const tls::SpiffeId identity, ownWorkload(question.identity));
    CAUSEWAY_TRY(const auto request, tls::CertificateRequest::parse(question.request));
    if (request.identity() != identity)
        return fail(ErrorKind::Conflict, "the certificate request is for "
                                             + request.identity().uri() + ", the call asks for "
                                             + identity.uri());
    if (!question.joinToken.empty())
        return join(question, request);
    if (question.peer)
        return renew(question, request);
    return fail(ErrorKind::Unauthenticated,
                "neither a join token nor a client certificate; give the proxy a fresh token");
}

Result<Issued> Registrar::join(const Question& question,
                               const tls::CertificateRequest& request) const {
    CAUSEWAY_TRY(const auto claims, m_parts.tokens.verify(question.joinToken, request.identity(),
                                                          m_parts.clock.wallNow()));
    const std::string key = pinKey(claims);
    CAUSEWAY_TRY(const auto pinned, m_parts.store.get(key));
    if (pinned)
        CAUSEWAY_CHECK(checkPin(*pinned, request));
    CAUSEWAY_TRY(auto issued, sign(request));
    Transaction transaction{
        .compares = {{.key = key, .modRevision = pinned ? pinned->modRevision : 0}},
        .operations = {m_parts.certificates.record(issued)}};
    if (!pinned)
        transaction.operations.push_back({.key = key, .value = request.publicKey().fingerprint()});
    auto committed = m_parts.store.write(transaction);
    if (!committed)
        return fail(ErrorKind::Unavailable,
                    "the token cannot be pinned: " + committed.error().describe());
    if (!committed->succeeded) // somebody was faster; what they pinned now decides
        return join(question, request);
    m_parts.certificates.add(issued);
    m_parts.events.add(Severity::Info, "certificate.issued", request.identity().uri(),
                       "first leaf, serial " + issued.leaf().serial());
    return issued;
}

Result<Issued> Registrar::renew(const Question& question,
                                const tls::CertificateRequest& request) const {
    if (*question.peer != request.identity())
        return fail(ErrorKind::Conflict,
                    question.peer->uri() + " asks for a leaf of " + request.identity().uri());
    CAUSEWAY_TRY(auto issued, sign(request));
    const Transaction transaction{.compares = {},
                                  .operations = {m_parts.certificates.record(issued)}};
    // A full disk must not let the fleet's leaves run out: the record is for people only.
    if (const auto committed = m_parts.store.write(transaction); !committed)
        log::warn("renewed {}, but cannot record it: {}", request.identity().uri(),
                  committed.error().describe());
    m_parts.certificates.add(issued);
    return issued;
}

Status Registrar::checkPin(const KeyValue& pin, const tls::CertificateRequest& request) const {
    if (pin.value == request.publicKey().fingerprint())
        return {};
    m_parts.events.add(Severity::Warning, "token.reused", request.identity().uri(),
                       "a join token that is pinned to one key came with another; if that was not "
                       "you, somebody has the token file");
    return fail(ErrorKind::Unauthenticated,
                "join token: it is pinned to another key; make a new one");
}

Result<Issued> Registrar::sign(const tls::CertificateRequest& request) const {
    return m_parts.authority.sign(request.identity(), request.publicKey(), m_parts.clock.wallNow(),
                                  m_leafLife);
}

} // namespace causeway::control
