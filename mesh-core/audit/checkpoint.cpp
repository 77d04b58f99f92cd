// SPDX-License-Identifier: Apache-2.0
#include "audit/checkpoint.h"

#include "base/hex.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::audit {
namespace {

using Json = nlohmann::json;
using Chain = std::vector<tls::Certificate>;

// Begins with what it is for: the issuer's key signs certificates too.
std::string messageOf(const Checkpoint& checkpoint, std::string_view cluster) {
    return fmt::format("causeway-audit-checkpoint/1\n{}\n{}\n{}\n{}", cluster, checkpoint.sequence,
                       checkpoint.hash, microsecondsOf(checkpoint.at));
}

bool isFrom(const tls::Certificate& signer, const Chain& others, const Chain& anchors) {
    const auto signedByOneOf = [&](const tls::Certificate& certificate, const Chain& authorities) {
        return std::ranges::find_if(
            authorities, [&](const auto& authority) { return certificate.signedBy(authority); });
    };
    const tls::Certificate* current = &signer;
    for (std::size_t step = 0; step <= others.size(); ++step) {
        if (signedByOneOf(*current, anchors) != anchors.end())
            return true;
        const auto next = signedByOneOf(*current, others);
        if (next == others.end())
            return false;
        current = &*next;
    }
    return false;
}

auto refuse(std::string why) {
    return fail(ErrorKind::Unauthenticated, std::move(why));
}

} // namespace

Result<Checkpoint> sign(const Record& newest, std::string_view cluster, WallTime now,
                        const tls::CertificateAuthority& issuer) {
    Checkpoint checkpoint{.sequence = newest.sequence,
                          .hash = newest.hash,
                          .at = std::chrono::floor<std::chrono::microseconds>(now),
                          .signature = {},
                          .certificates = tls::pemOf(issuer.chain())};
    CAUSEWAY_TRY(const auto signature, issuer.key().sign(messageOf(checkpoint, cluster)));
    checkpoint.signature = hexOf(signature);
    return checkpoint;
}

Status check(const Checkpoint& checkpoint, std::string_view cluster,
             const std::vector<tls::Certificate>& anchors) {
    const auto chain = tls::Certificate::listFromPem(checkpoint.certificates);
    if (!chain)
        return refuse("it holds no certificate of its signer");
    const tls::Certificate& signer = chain->front();
    if (!signer.isAuthority() || !isFrom(signer, *chain, anchors))
        return refuse("no trust anchor of the fleet vouches for its signer, " + signer.subject());
    if (checkpoint.at < signer.notBefore() || checkpoint.at >= signer.notAfter())
        return refuse("its signer was not valid at the time, " + signer.subject());
    const auto signature = bytesOfHex(checkpoint.signature);
    if (!signature || !signer.publicKey().verifies(messageOf(checkpoint, cluster), *signature))
        return refuse("its signature is bad");
    return {};
}

std::string serialize(const Checkpoint& checkpoint) {
    return Json::array({checkpoint.sequence, checkpoint.hash, microsecondsOf(checkpoint.at),
                        checkpoint.signature, checkpoint.certificates})
        .dump();
}

Result<Checkpoint> parseCheckpoint(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_array() || json.size() != 5 || !json[0].is_number_unsigned()
        || !json[1].is_string() || !json[2].is_number_integer() || !json[3].is_string()
        || !json[4].is_string())
        return fail(ErrorKind::InvalidInput,
                    "found no checkpoint of an audit trail: " + std::string(text.substr(0, 80)));
    return Checkpoint{.sequence = json[0],
                      .hash = json[1],
                      .at = WallTime(std::chrono::microseconds(json[2].get<std::int64_t>())),
                      .signature = json[3],
                      .certificates = json[4]};
}

} // namespace causeway::audit
