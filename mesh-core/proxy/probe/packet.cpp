// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/packet.h"

namespace causeway::proxy {
namespace {

constexpr std::uint32_t kMark = 0x43575031; // "CWP1"
constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
constexpr std::size_t kMacAt = EchoPacket::kSize - sizeof(tls::Mac);

class Writer {
public:
    explicit Writer(EchoPacket::Bytes& bytes) : m_bytes(bytes) {}
    void put(std::uint64_t value, std::size_t size) {
        for (std::size_t i = size; i > 0; --i)
            m_bytes[m_at++] = static_cast<std::uint8_t>(value >> ((i - 1) * 8));
    }
    void put(WallTime time) {
        put(static_cast<std::uint64_t>(time.time_since_epoch().count()), 8);
    }

private:
    EchoPacket::Bytes& m_bytes;
    std::size_t m_at = 0;
};

class Reader {
public:
    explicit Reader(ByteView bytes) : m_bytes(bytes) {}
    std::uint64_t take(std::size_t size) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value = value << 8 | m_bytes[m_at++];
        return value;
    }
    WallTime time() { return WallTime(Duration(static_cast<std::int64_t>(take(8)))); }

private:
    ByteView m_bytes;
    std::size_t m_at = 0;
};

} // namespace

EchoPacket::Bytes EchoPacket::seal(const tls::MacKey& key) const {
    Bytes bytes{};
    Writer writer(bytes);
    writer.put(kMark, 4);
    writer.put(static_cast<std::uint8_t>(kind), 1);
    writer.put(0, 3);
    writer.put(session, 8);
    writer.put(number, 8);
    writer.put(sent);
    writer.put(received);
    writer.put(returned);
    writer.put(0, 8); // the fourth is whose answer it is
    const auto us = clockError ? std::chrono::ceil<std::chrono::microseconds>(*clockError).count()
                               : kUnknown;
    writer.put(static_cast<std::uint64_t>(std::min<std::int64_t>(us, kUnknown)), 4);
    writer.put(hopLimit, 1);
    writer.put(cameWith, 1);
    const tls::Mac mac = tls::macOf(key, ByteView(bytes).first(kMacAt));
    std::copy(mac.begin(), mac.end(), bytes.begin() + kMacAt);
    return bytes;
}

std::optional<EchoPacket> EchoPacket::read(ByteView bytes) {
    if (bytes.size() != kSize)
        return std::nullopt;
    Reader reader(bytes);
    if (reader.take(4) != kMark)
        return std::nullopt;
    const auto kind = reader.take(1);
    if ((kind != 1 && kind != 2) || reader.take(3) != 0)
        return std::nullopt;
    EchoPacket packet;
    packet.kind = static_cast<Kind>(kind);
    packet.session = reader.take(8);
    packet.number = reader.take(8);
    packet.sent = reader.time();
    packet.received = reader.time();
    packet.returned = reader.time();
    reader.take(8);
    const auto us = reader.take(4);
    if (us != kUnknown)
        packet.clockError = std::chrono::microseconds(us);
    packet.hopLimit = static_cast<std::uint8_t>(reader.take(1));
    packet.cameWith = static_cast<std::uint8_t>(reader.take(1));
    return packet;
}

bool EchoPacket::isSealed(ByteView bytes, const tls::MacKey& key) {
    return bytes.size() == kSize
           && tls::sameMac(tls::macOf(key, bytes.first(kMacAt)), bytes.subspan(kMacAt));
}

} // namespace causeway::proxy
