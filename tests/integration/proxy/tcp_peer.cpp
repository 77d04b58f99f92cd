// SPDX-License-Identifier: Apache-2.0
#include "tcp_peer.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <unistd.h>

using namespace causeway;

namespace {

constexpr int kDeadlineMs = 15'000;

void makeBlocking(int fd) {
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
}

} // namespace

TcpPeer::TcpPeer(const std::string& address) {
    const auto to = net::Address::parse(address);
    if (!to)
        return;
    net::Descriptor socket(::socket(to->family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (connect(socket.get(), to->native(), to->nativeSize()) != 0) {
        m_error = errno;
        return;
    }
    net::sendAtOnce(socket.get());
    m_socket = std::move(socket);
}

bool TcpPeer::send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count =
            ::send(m_socket.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

void TcpPeer::endSending() {
    shutdown(m_socket.get(), SHUT_WR);
}

void TcpPeer::breakOff() {
    const linger now{1, 0};
    setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_socket.close();
}

bool TcpPeer::waitReadable() {
    pollfd waiting{m_socket.get(), POLLIN, 0};
    return poll(&waiting, 1, kDeadlineMs) == 1;
}

std::string TcpPeer::read(std::size_t atLeast) {
    std::string all;
    std::array<char, 65536> room{};
    while (all.size() < atLeast && waitReadable()) {
        const ssize_t count = recv(m_socket.get(), room.data(), room.size(), 0);
        if (count <= 0) {
            m_error = count < 0 ? errno : 0;
            break;
        }
        all.append(room.data(), static_cast<std::size_t>(count));
    }
    return all;
}

bool TcpPeer::readToEnd(std::string& into) {
    std::array<char, 65536> room{};
    while (waitReadable()) {
        const ssize_t count = recv(m_socket.get(), room.data(), room.size(), 0);
        if (count <= 0) {
            m_error = count < 0 ? errno : 0;
            return true;
        }
        into.append(room.data(), static_cast<std::size_t>(count));
    }
    return false;
}

TcpApp::TcpApp(Serve serve, const std::string& address) : m_serve(std::move(serve)) {
    auto listening = net::listenOn(*net::Address::parse(address));
    m_listening = std::move(*listening);
    m_port = net::localAddressOf(m_listening.get())->port();
    makeBlocking(m_listening.get());
    m_accepting = std::thread([this] {
        while (true) {
            net::Descriptor socket(accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (m_stopping || !socket.valid())
                return;
            ++m_accepted;
            m_serving.emplace_back(
                [this, peer = std::make_shared<TcpPeer>(std::move(socket))] { m_serve(*peer); });
        }
    });
}

TcpApp::~TcpApp() {
    m_stopping = true;
    shutdown(m_listening.get(), SHUT_RDWR);
    m_accepting.join();
    for (std::thread& each : m_serving)
        each.join();
}

void TcpApp::echo(TcpPeer& peer) {
    for (std::string bytes = peer.read(1); !bytes.empty(); bytes = peer.read(1))
        if (!peer.send(bytes))
            return;
    peer.endSending();
}
