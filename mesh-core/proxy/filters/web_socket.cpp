// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/web_socket.h"

#include "http/fields.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <string>

namespace causeway::proxy {
namespace {

constexpr std::string_view kKey = "sec-websocket-key";
constexpr std::string_view kAccept = "sec-websocket-accept";
constexpr std::string_view kSalt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3

template <std::size_t Size> std::string base64(const std::array<unsigned char, Size>& bytes) {
    std::array<unsigned char, 4 * ((Size + 2) / 3) + 1> text{};
    const int size = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(Size));
    return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)};
}

bool opensWebSocket(const http::RequestHead& head) {
    return http::equalsIgnoreCase(head.upgrade, "websocket");
}

} // namespace

void addWebSocketKey(http::RequestHead& head) {
    if (!opensWebSocket(head) || head.headers.has(kKey))
        return;
    std::array<unsigned char, 16> nonce{};
    if (RAND_bytes(nonce.data(), static_cast<int>(nonce.size())) == 1)
        head.headers.add(kKey, base64(nonce));
}

void addWebSocketAccept(const http::RequestHead& request, http::ResponseHead& response) {
    const auto key = request.headers.find(kKey);
    if (!opensWebSocket(request) || !key || response.headers.has(kAccept))
        return;
    const std::string salted = std::string(*key).append(kSalt);
    std::array<unsigned char, 20> digest{};
    if (EVP_Digest(salted.data(), salted.size(), digest.data(), nullptr, EVP_sha1(), nullptr) == 1)
        response.headers.add(kAccept, base64(digest));
}

} // namespace causeway::proxy
