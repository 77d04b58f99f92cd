// SPDX-License-Identifier: Apache-2.0
#include "proxy/detect/first_bytes.h"

#include "http/fields.h"

#include <algorithm>
#include <array>

namespace causeway::proxy {
namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n";
constexpr std::size_t kMaxMethod = 32;
constexpr std::array<std::string_view, 9> kMethods{"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                                   "CONNECT", "OPTIONS", "TRACE", "PATCH"};

// RFC 8446, 5.1: handshake record, a legacy version 3.x, and in it a ClientHello.
FirstBytes classifyTls(std::string_view bytes) {
    constexpr char kMaxMinor = 4;
    if ((bytes.size() > 1 && bytes[1] != 3) || (bytes.size() > 2 && bytes[2] > kMaxMinor)
        || (bytes.size() > 5 && bytes[5] != 1))
        return FirstBytes::Opaque;
    return bytes.size() > 5 ? FirstBytes::Tls : FirstBytes::Undecided;
}

bool beginsTarget(std::string_view method, std::string_view target) {
    if (target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://"))
        return true;
    return method == "OPTIONS" && target.starts_with('*');
}

// "… HTTP/1.1" at the end of the request line.
FirstBytes classifyLine(std::string_view bytes) {
    const std::size_t end = bytes.find('\n');
    if (end == bytes.npos)
        return bytes.size() < kMaxFirstBytes ? FirstBytes::Undecided : FirstBytes::Opaque;
    const std::string_view line = bytes.substr(0, end);
    const std::string_view last = line.substr(line.rfind(' ') + 1);
    return last.starts_with("HTTP/") ? FirstBytes::Http1 : FirstBytes::Opaque;
}

FirstBytes classifyHttp1(std::string_view bytes) {
    const std::size_t space = bytes.find(' ');
    const std::string_view method = bytes.substr(0, std::min(space, kMaxMethod + 1));
    if (method.empty() || method.size() > kMaxMethod
        || !std::ranges::all_of(method, http::isTokenChar))
        return FirstBytes::Opaque;
    if (space == bytes.npos)
        return FirstBytes::Undecided;
    if (std::ranges::find(kMethods, method) != kMethods.end()
        && beginsTarget(method, bytes.substr(space + 1)))
        return FirstBytes::Http1;
    return classifyLine(bytes.substr(0, kMaxFirstBytes));
}

} // namespace

FirstBytes classifyFirstBytes(std::string_view bytes) {
    constexpr char kTlsHandshake = 0x16;
    if (bytes.empty())
        return FirstBytes::Undecided;
    if (bytes.front() == kTlsHandshake)
        return classifyTls(bytes);
    const std::string_view begin = bytes.substr(0, kPreface.size());
    if (kPreface.starts_with(begin))
        return begin == kPreface ? FirstBytes::Http2 : FirstBytes::Undecided;
    // RFC 9112, 2.2: one empty line before a request is forgiven.
    if (bytes.front() == '\r' && bytes.size() == 1)
        return FirstBytes::Undecided;
    if (bytes.starts_with("\r\n"))
        bytes.remove_prefix(2);
    return bytes.empty() ? FirstBytes::Undecided : classifyHttp1(bytes);
}

} // namespace causeway::proxy
