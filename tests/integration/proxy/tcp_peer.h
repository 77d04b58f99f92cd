// SPDX-License-Identifier: Apache-2.0
// Both ends of opaque connections for tests: a client that reads and writes with a bound on every
// wait, and an application that answers on threads of its own. Plain blocking sockets.
#pragma once

#include "net/socket.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class TcpPeer {
public:
    // Connects; address like "127.0.0.1:80".
    explicit TcpPeer(const std::string& address);
    explicit TcpPeer(causeway::net::Descriptor socket) : m_socket(std::move(socket)) {}

    [[nodiscard]] bool connected() const { return m_socket.valid(); }
    bool send(const std::string& bytes);
    void endSending();
    void close() { m_socket.close(); }
    // Ends by RST.
    void breakOff();
    // At least that many bytes, or what came before the end or the deadline.
    std::string read(std::size_t atLeast);
    // Up to the end; false when none came in time.
    bool readToEnd(std::string& into);
    // How it ended, after read() or readToEnd(): 0 an orderly end, else errno.
    [[nodiscard]] int error() const { return m_error; }

private:
    bool waitReadable();
    causeway::net::Descriptor m_socket;
    int m_error = 0;
};

class TcpApp {
public:
    using Serve = std::function<void(TcpPeer&)>;
    explicit TcpApp(Serve serve, const std::string& address = "127.0.0.1:0");
    ~TcpApp();

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] int accepted() const { return m_accepted; }

    // Sends back what comes, then ends when the peer has ended.
    static void echo(TcpPeer& peer);

private:
    Serve m_serve;
    causeway::net::Descriptor m_listening;
    std::uint16_t m_port = 0;
    std::atomic<int> m_accepted = 0;
    std::atomic<bool> m_stopping = false;
    std::vector<std::thread> m_serving;
    std::thread m_accepting;
};
