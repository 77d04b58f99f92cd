// SPDX-License-Identifier: Apache-2.0
// An application for tests: answers HTTP/1 or cleartext HTTP/2 on a free port, on a thread of its
// own. What it answers is chosen by the path:
//     /echo      the request's body            /head      what arrived, a line a header
//     /large     1 MiB                         /slow      only when release() was called
//     /fail      500                           /grpc      "pong" and trailers with grpc-status 0
#pragma once

#include "http/codec.h"
#include "net/listener.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

class TestApp {
public:
    // `name` stands in the response header x-app.
    TestApp(std::string name, causeway::http::Version version);
    ~TestApp();

    std::uint16_t port() const { return m_port; }
    int requests() const { return m_requests; }
    int waiting() const { return m_waiting; }
    void release();

private:
    class Connection;
    causeway::SystemClock m_clock;
    std::unique_ptr<causeway::net::EventLoop> m_loop;
    std::string m_name;
    causeway::http::Version m_version;
    std::uint16_t m_port = 0;
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_waiting = 0;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> m_connections;
    std::unique_ptr<causeway::net::Listener> m_listener;
    std::thread m_thread;
};
