// SPDX-License-Identifier: Apache-2.0
// An application for tests: answers HTTP/1 or cleartext HTTP/2 on a free port, on a thread of its
// own. What it answers is chosen by the path:
//     /echo      the request's body            /head      what arrived, a line a header
//     /large     1 MiB                         /slow      only when release() was called
//     /fail      500                           /grpc      "pong" and trailers with grpc-status 0
// A script comes first: its answers in turn, whatever is asked.
#pragma once

#include "http/codec.h"
#include "net/listener.h"

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

struct Scripted {
    int status = 200;
    std::map<std::string, std::string> headers;
    std::string body;
    std::map<std::string, std::string> trailers;
    bool silent = false; // never answers
    bool stuck = false;  // answers, and never ends
    bool hangUp = false; // closes the connection instead
};

class TestApp {
public:
    // `name` stands in the response header x-app.
    TestApp(std::string name, causeway::http::Version version);
    ~TestApp();

    std::uint16_t port() const { return m_port; }
    causeway::http::Version version() const { return m_version; }
    void script(std::vector<Scripted> answers);
    int requests() const { return m_requests; }
    int waiting() const { return m_waiting; }
    void release();

private:
    class Connection;
    std::optional<Scripted> nextScripted();
    causeway::SystemClock m_clock;
    std::unique_ptr<causeway::net::EventLoop> m_loop;
    std::string m_name;
    causeway::http::Version m_version;
    std::uint16_t m_port = 0;
    std::mutex m_mutex;
    std::deque<Scripted> m_script; // under m_mutex
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_waiting = 0;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> m_connections;
    std::unique_ptr<causeway::net::Listener> m_listener;
    std::thread m_thread;
};
