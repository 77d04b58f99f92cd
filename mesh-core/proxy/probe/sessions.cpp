// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/sessions.h"

#include <algorithm>
#include <charconv>

namespace causeway::proxy {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::size_t kIdDigits = 16;

std::string hex(ByteView bytes) {
    std::string text;
    for (const std::uint8_t each : bytes) {
        text += kDigits[each >> 4];
        text += kDigits[each & 15];
    }
    return text;
}

bool readHex(std::string_view text, std::uint64_t& value) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return code == std::errc() && end == text.data() + text.size();
}

} // namespace

std::string ProbeSession::text() const {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(id >> (8 * (bytes.size() - 1 - i)));
    return hex(bytes) + " " + hex(key) + "\n";
}

std::optional<ProbeSession> ProbeSession::parse(std::string_view text) {
    ProbeSession session;
    if (text.size() != kIdDigits + 1 + 2 * session.key.size() + 1 || text[kIdDigits] != ' '
        || text.back() != '\n' || !readHex(text.substr(0, kIdDigits), session.id))
        return std::nullopt;
    for (std::size_t i = 0; i < session.key.size(); ++i) {
        std::uint64_t byte = 0;
        if (!readHex(text.substr(kIdDigits + 1 + 2 * i, 2), byte))
            return std::nullopt;
        session.key[i] = static_cast<std::uint8_t>(byte);
    }
    return session;
}

void ProbeSessions::makeRoom(const std::string& identity) {
    std::size_t same = 0;
    auto oldest = m_sessions.end();
    auto oldestSame = m_sessions.end();
    for (auto it = m_sessions.begin(); it != m_sessions.end(); ++it) {
        if (oldest == m_sessions.end() || it->second.order < oldest->second.order)
            oldest = it;
        if (it->second.identity != identity)
            continue;
        ++same;
        if (oldestSame == m_sessions.end() || it->second.order < oldestSame->second.order)
            oldestSame = it;
    }
    if (same >= kPerIdentity)
        m_sessions.erase(oldestSame);
    else if (m_sessions.size() >= kMost)
        m_sessions.erase(oldest);
}

ProbeSession ProbeSessions::give(const std::string& identity) {
    ProbeSession session;
    tls::fillRandom(session.key);
    std::array<std::uint8_t, 8> id{};
    tls::fillRandom(id);
    std::memcpy(&session.id, id.data(), id.size());
    const std::lock_guard lock(m_mutex);
    makeRoom(identity);
    m_sessions[session.id] = {identity, session.key, ++m_order};
    return session;
}

ProbeSessions::Judged ProbeSessions::judge(ByteView bytes) {
    const auto packet = EchoPacket::read(bytes);
    if (!packet || packet->kind != EchoPacket::Kind::Request || packet->number == 0)
        return {Verdict::Malformed, {}, {}};
    const std::lock_guard lock(m_mutex);
    const auto found = m_sessions.find(packet->session);
    if (found == m_sessions.end())
        return {Verdict::UnknownSession, *packet, {}};
    if (!EchoPacket::isSealed(bytes, found->second.key))
        return {Verdict::BadSeal, *packet, {}};
    if (!use(found->second, packet->number))
        return {Verdict::Replayed, *packet, {}};
    return {Verdict::Answer, *packet, found->second.key};
}

// Numbers may overtake each other by 63; what is older is taken for a repetition.
bool ProbeSessions::use(Known& session, std::uint64_t number) {
    if (number > session.highest) {
        const std::uint64_t ahead = number - session.highest;
        session.used = ahead < 64 ? session.used << ahead : 0;
        session.used |= 1;
        session.highest = number;
        return true;
    }
    const std::uint64_t behind = session.highest - number;
    if (behind >= 64 || (session.used >> behind & 1) != 0)
        return false;
    session.used |= std::uint64_t(1) << behind;
    return true;
}

} // namespace causeway::proxy
