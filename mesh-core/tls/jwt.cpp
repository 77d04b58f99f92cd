// SPDX-License-Identifier: Apache-2.0
#include "tls/jwt.h"

#include <nlohmann/json.hpp>

#include <array>
#include <optional>

namespace causeway::tls {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kMaxToken = 8192;

std::string encodeBase64Url(ByteView bytes) {
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8) | byte;
        for (bits += 8; bits >= 6; bits -= 6)
            text += kAlphabet[(held >> (bits - 6)) & 63];
    }
    if (bits > 0)
        text += kAlphabet[(held << (6 - bits)) & 63];
    return text;
}

std::optional<std::vector<std::uint8_t>> decodeBase64Url(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        held = (held << 6) | static_cast<std::uint32_t>(digit);
        if ((bits += 6) >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(held >> bits));
        }
    }
    // Left-over bits that are not zero would let one token have several spellings.
    if (bits >= 6 || (held & ((1U << bits) - 1)) != 0)
        return std::nullopt;
    return bytes;
}

std::int64_t secondsOf(WallTime time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}
WallTime wallTimeOf(std::int64_t seconds) {
    return WallTime(std::chrono::seconds(seconds));
}

std::optional<nlohmann::json> decodeObject(std::string_view part) {
    const auto bytes = decodeBase64Url(part);
    if (!bytes)
        return std::nullopt;
    auto json = nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, false);
    return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
}

std::optional<std::string> text(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return std::nullopt;
    return found->get<std::string>();
}

// Ten digits last until 2286; more would overflow a WallTime.
std::optional<WallTime> time(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_unsigned())
        return std::nullopt;
    const auto seconds = found->get<std::uint64_t>();
    if (seconds >= 9'000'000'000)
        return std::nullopt;
    return wallTimeOf(static_cast<std::int64_t>(seconds));
}

auto refuse(std::string why) {
    return fail(ErrorKind::Unauthenticated, std::move(why));
}

Result<Claims> claimsOf(const nlohmann::json& object) {
    const auto subject = text(object, "sub");
    const auto audience = text(object, "aud");
    const auto issuedAt = time(object, "iat");
    const auto expires = time(object, "exp");
    if (!subject || !audience || !issuedAt || !expires)
        return refuse("the token lacks one of sub, aud, iat, exp");
    return Claims{text(object, "iss").value_or(""), *subject,  *audience,
                  text(object, "jti").value_or(""), *issuedAt, *expires};
}

} // namespace

Result<std::string> signJwt(const Claims& claims, const PrivateKey& key) {
    nlohmann::json body{{"sub", claims.subject},
                        {"aud", claims.audience},
                        {"iat", secondsOf(claims.issuedAt)},
                        {"exp", secondsOf(claims.expires)}};
    if (!claims.issuer.empty())
        body["iss"] = claims.issuer;
    if (!claims.id.empty())
        body["jti"] = claims.id;
    const auto replace = nlohmann::json::error_handler_t::replace;
    std::string token = encodeBase64Url(bytesOf(R"({"alg":"ES256","typ":"JWT"})")) + '.'
                        + encodeBase64Url(bytesOf(body.dump(-1, ' ', false, replace)));
    CAUSEWAY_TRY(const auto signature, key.sign(token));
    return token + '.' + encodeBase64Url(signature);
}

Result<Claims> verifyJwt(std::string_view token, const PublicKey& key,
                         const JwtExpectation& expected) {
    const std::size_t first = token.find('.');
    const std::size_t second = first == token.npos ? first : token.find('.', first + 1);
    if (token.size() > kMaxToken || second == token.npos)
        return refuse("found no compact JSON Web Token (header.claims.signature)");
    const auto header = decodeObject(token.substr(0, first));
    if (!header || text(*header, "alg") != "ES256")
        return refuse("the token is not signed with ES256");
    const auto signature = decodeBase64Url(token.substr(second + 1));
    if (!signature || !key.verifies(token.substr(0, second), *signature))
        return refuse("the token's signature is bad");
    const auto body = decodeObject(token.substr(first + 1, second - first - 1));
    if (!body)
        return refuse("the token's claims are not a JSON object");
    CAUSEWAY_TRY(Claims claims, claimsOf(*body));
    if (claims.audience != expected.audience)
        return refuse("the token is for \"" + claims.audience + "\", not for \""
                      + std::string(expected.audience) + "\"");
    if (claims.expires + expected.leeway <= expected.now)
        return refuse("the token has expired");
    if (claims.issuedAt - expected.leeway > expected.now)
        return refuse("the token is not valid yet; do the clocks agree?");
    return claims;
}

} // namespace causeway::tls
