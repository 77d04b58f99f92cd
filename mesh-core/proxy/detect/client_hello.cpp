// SPDX-License-Identifier: Apache-2.0
#include "proxy/detect/client_hello.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

constexpr std::size_t kRecordHead = 5;
constexpr std::size_t kServerName = 0; // the extension's number
constexpr std::size_t kHostName = 0;   // what kind of name

// Takes fields off the front; once something is missing, everything is.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_left(bytes) {}

    std::size_t number(std::size_t bytes) {
        std::size_t value = 0;
        for (const char byte : take(bytes))
            value = value << 8 | static_cast<unsigned char>(byte);
        return value;
    }
    std::string_view take(std::size_t bytes) {
        if (bytes > m_left.size()) {
            m_left = {};
            return {};
        }
        const auto taken = m_left.substr(0, bytes);
        m_left.remove_prefix(bytes);
        return taken;
    }
    // A field that begins with its own length, of that many bytes.
    std::string_view counted(std::size_t bytes) { return take(number(bytes)); }
    [[nodiscard]] bool empty() const { return m_left.empty(); }

private:
    std::string_view m_left;
};

std::string_view hostNameIn(std::string_view list) {
    for (Reader names(Reader(list).counted(2)); !names.empty();) {
        const std::size_t kind = names.number(1);
        const auto name = names.counted(2);
        if (kind == kHostName)
            return name;
    }
    return {};
}

} // namespace

bool isWholeHello(std::string_view bytes) {
    if (bytes.size() < kRecordHead)
        return false;
    Reader head(bytes.substr(3, 2));
    return bytes.size() >= std::min(kMaxHello, kRecordHead + head.number(2));
}

std::string_view serverNameOf(std::string_view bytes) {
    if (bytes.size() < kRecordHead)
        return {};
    Reader record(bytes.substr(3));
    Reader hello(record.counted(2));
    (void)hello.take(1); // what it is: a ClientHello, by whoever found TLS here
    Reader body(hello.counted(3));
    (void)body.take(2 + 32);   // version and random
    (void)body.counted(1);     // session id
    (void)body.counted(2);     // cipher suites
    (void)body.counted(1);     // compression methods
    for (Reader extensions(body.counted(2)); !extensions.empty();) {
        const std::size_t kind = extensions.number(2);
        const auto content = extensions.counted(2);
        if (kind == kServerName)
            return hostNameIn(content);
    }
    return {};
}

} // namespace causeway::proxy
