// SPDX-License-Identifier: Apache-2.0
#include "control/identity/registrar.h"

#include "base/log.h"

#include <set>

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

struct Registrar::Prepared {
    Issued issued;
    Transaction transaction;
    bool isJoin = false;
};

Result<Registrar::Prepared> Registrar::prepare(const Question& question) const {
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

Result<Registrar::Prepared> Registrar::join(const Question& question,
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
    return Prepared{std::move(issued), std::move(transaction), true};
}

Result<Registrar::Prepared> Registrar::renew(const Question& question,
                                             const tls::CertificateRequest& request) const {
    if (*question.peer != request.identity())
        return fail(ErrorKind::Conflict,
                    question.peer->uri() + " asks for a leaf of " + request.identity().uri());
    CAUSEWAY_TRY(auto issued, sign(request));
    Transaction transaction{.compares = {}, .operations = {m_parts.certificates.record(issued)}};
    return Prepared{std::move(issued), std::move(transaction), false};
}

Result<Issued> Registrar::keep(const Prepared& prepared, const Status& kept) const {
    const std::string identity = prepared.issued.leaf().identity()->uri();
    if (!kept && prepared.isJoin)
        return fail(ErrorKind::Unavailable,
                    "the token cannot be pinned: " + kept.error().describe());
    // A full disk must not let the fleet's leaves run out: the record is for people only.
    if (!kept)
        log::warn("renewed {}, but cannot record it: {}", identity, kept.error().describe());
    m_parts.certificates.add(prepared.issued);
    if (prepared.isJoin)
        m_parts.events.add(Severity::Info, "certificate.issued", identity,
                           "first leaf, serial " + prepared.issued.leaf().serial());
    return prepared.issued;
}

Result<Issued> Registrar::certify(const Question& question) const {
    CAUSEWAY_TRY(const Prepared prepared, prepare(question));
    const auto committed = m_parts.store.write(prepared.transaction);
    if (committed && !committed->succeeded) // somebody was faster; what they pinned now decides
        return certify(question);
    return keep(prepared, committed.map([](const Commit&) {}));
}

std::vector<Result<Issued>>
Registrar::certifyAll(const std::vector<Question>& questions) const {
    std::vector<Result<Prepared>> all;
    Transaction together;
    std::set<std::string> keys;
    bool isTwice = false; // one token twice: which of them pins it is not decided yet
    for (const Question& question : questions) {
        const auto& prepared = all.emplace_back(prepare(question));
        if (!prepared)
            continue;
        for (const Operation& each : prepared->transaction.operations)
            isTwice = !keys.insert(each.key).second || isTwice;
        const auto& [compares, operations] = prepared->transaction;
        together.compares.insert(together.compares.end(), compares.begin(), compares.end());
        together.operations.insert(together.operations.end(), operations.begin(),
                                   operations.end());
    }
    Result<Commit> committed = Commit{.succeeded = !isTwice};
    if (!isTwice && !together.operations.empty())
        committed = m_parts.store.write(together);
    const bool isShared = !committed || committed->succeeded;
    std::vector<Result<Issued>> answers;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i])
            answers.emplace_back(tl::unexpected(all[i].error()));
        else if (isShared)
            answers.push_back(keep(*all[i], committed.map([](const Commit&) {})));
        else
            answers.push_back(certify(questions[i]));
    return answers;
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
