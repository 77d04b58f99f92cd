// SPDX-License-Identifier: Apache-2.0
// The least of WebSocket (RFC 6455) that tests need: a handshake that is checked, text frames of
// any size, close. Over plain blocking sockets.
#pragma once

#include "tcp_peer.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <cstdint>
#include <string>

class WebSocketEnd {
public:
    enum class Side : std::uint8_t { Client, Server };
    WebSocketEnd(TcpPeer& peer, Side side, std::string early = {})
        : m_peer(peer), m_side(side), m_bytes(std::move(early)) {}

    bool sendText(const std::string& text) { return sendFrame(0x1, text); }
    bool sendClose() { return sendFrame(0x8, ""); }
    // The payload of the next text frame; empty when the other side closed or broke the protocol.
    std::string readText() {
        const std::string head = take(2);
        if (head.size() < 2 || (head[0] & 0x0f) != 0x1)
            return {};
        const bool masked = (head[1] & 0x80) != 0;
        if (masked != (m_side == Side::Server))
            return {};
        std::uint64_t size = head[1] & 0x7f;
        if (size >= 126) {
            const std::string more = take(size == 126 ? 2 : 8);
            size = 0;
            for (const char c : more)
                size = size << 8 | static_cast<unsigned char>(c);
        }
        const std::string mask = masked ? take(4) : std::string(4, '\0');
        std::string text = take(size);
        for (std::size_t i = 0; i < text.size(); ++i)
            text[i] = static_cast<char>(text[i] ^ mask[i % 4]);
        return text;
    }

    static std::string acceptOf(const std::string& key) {
        const QByteArray salted =
            QByteArray::fromStdString(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        return QCryptographicHash::hash(salted, QCryptographicHash::Sha1).toBase64().toStdString();
    }

private:
    bool sendFrame(char opcode, const std::string& payload) {
        const bool masked = m_side == Side::Client;
        std::string frame(1, static_cast<char>(0x80 | opcode));
        const char bit = masked ? static_cast<char>(0x80) : '\0';
        if (payload.size() < 126) {
            frame += static_cast<char>(bit | static_cast<char>(payload.size()));
        } else {
            frame += static_cast<char>(bit | 127);
            for (int shift = 56; shift >= 0; shift -= 8)
                frame += static_cast<char>(payload.size() >> shift);
        }
        const std::string mask = masked ? "\x12\x34\x56\x78" : std::string(4, '\0');
        frame += masked ? mask : "";
        for (std::size_t i = 0; i < payload.size(); ++i)
            frame += static_cast<char>(payload[i] ^ mask[i % 4]);
        return m_peer.send(frame);
    }
    std::string take(std::size_t size) {
        if (m_bytes.size() < size)
            m_bytes += m_peer.read(size - m_bytes.size());
        std::string taken = m_bytes.substr(0, size);
        m_bytes.erase(0, taken.size());
        return taken;
    }

    TcpPeer& m_peer;
    Side m_side;
    std::string m_bytes;
};

// A head up to its empty line, from `bytes` and then from the peer; what follows stays in `bytes`.
inline std::string readHead(TcpPeer& peer, std::string& bytes) {
    while (bytes.find("\r\n\r\n") == std::string::npos) {
        const std::string more = peer.read(1);
        if (more.empty())
            return {};
        bytes += more;
    }
    const std::string head = bytes.substr(0, bytes.find("\r\n\r\n") + 4);
    bytes.erase(0, head.size());
    return head;
}

// The value of a header, whatever the case of its name.
inline std::string headerOf(const std::string& head, const std::string& name) {
    const QByteArray text = QByteArray::fromStdString(head);
    for (const QByteArray& line : text.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).toLower().toStdString() == name)
            return line.mid(colon + 1).trimmed().toStdString();
    }
    return {};
}

inline std::string webSocketRequest(const std::string& host, const std::string& path,
                                    const std::string& key) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host
           + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
             "13\r\nSec-WebSocket-Key: "
           + key + "\r\n\r\n";
}
