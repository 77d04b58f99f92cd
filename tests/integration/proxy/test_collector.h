// SPDX-License-Identifier: Apache-2.0
// A collector of spans for tests: OTLP over gRPC on a free port, on a thread of its own.
#pragma once

#include "causeway/v1/otlp.pb.h"
#include "net/listener.h"

#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

class TestCollector {
public:
    TestCollector();
    ~TestCollector();

    std::uint16_t port() const { return m_port; }
    std::vector<causeway::v1::otlp::Span> spans();
    std::string serviceName(); // of the last export

private:
    class Connection;
    void take(const causeway::v1::otlp::ExportTraceRequest& request);

    causeway::SystemClock m_clock;
    std::unique_ptr<causeway::net::EventLoop> m_loop;
    std::uint16_t m_port = 0;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> m_connections;
    std::unique_ptr<causeway::net::Listener> m_listener;
    std::mutex m_mutex; // what follows
    std::vector<causeway::v1::otlp::Span> m_spans;
    std::string m_serviceName;
    std::thread m_thread;
};
