// SPDX-License-Identifier: Apache-2.0
#include "test_collector.h"

#include "grpc/unary_server.h"
#include "net/stream.h"

using namespace causeway;

class TestCollector::Connection final : public net::StreamUser,
                                        public std::enable_shared_from_this<Connection> {
public:
    Connection(TestCollector& collector, net::Accepted accepted)
        : m_collector(collector), m_server([this](http::StreamId id, const http::RequestHead& head,
                                                  ByteView message) { handle(id, head, message); }),
          m_stream(*collector.m_loop,
                   std::make_unique<net::PlainTransport>(std::move(accepted.socket), accepted.peer),
                   *this) {
        m_stream.start();
    }

private:
    void handle(http::StreamId id, const http::RequestHead& head, ByteView message) {
        v1::otlp::ExportTraceRequest request;
        if (head.path != "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
            || !request.ParseFromArray(message.data(), static_cast<int>(message.size())))
            return m_server.reply(id, {grpc::Code::Unimplemented, "not a collector of that"}, {});
        m_collector.take(request);
        m_server.reply(id, {}, {});
    }
    Status onBytes(ByteView bytes) override {
        Status taken = m_server.codec().receive(bytes);
        m_stream.flushSoon();
        return taken;
    }
    void onEof() override { m_stream.close(); }
    void onSent() override { m_server.codec().flushed(); }
    void onClosed(const Error*) override {
        m_collector.m_loop->defer([keep = shared_from_this()] {});
        m_collector.m_connections.erase(this);
    }
    Buffer& output() override { return m_server.codec().output(); }

    TestCollector& m_collector;
    grpc::UnaryServer m_server;
    net::Stream m_stream;
};

TestCollector::TestCollector() {
    m_loop = std::make_unique<net::EventLoop>(m_clock);
    auto socket = net::listenOn(*net::Address::parse("127.0.0.1:0"));
    m_port = net::localAddressOf(socket->get())->port();
    m_listener = std::make_unique<net::Listener>(
        *m_loop, std::move(*socket), [this](net::Accepted accepted) {
            auto connection = std::make_shared<Connection>(*this, std::move(accepted));
            m_connections.emplace(connection.get(), connection);
        });
    m_thread = std::thread([this] { m_loop->run(); });
}

TestCollector::~TestCollector() {
    m_loop->stop();
    m_thread.join();
    m_connections.clear();
    m_listener.reset();
}

void TestCollector::take(const v1::otlp::ExportTraceRequest& request) {
    const std::lock_guard lock(m_mutex);
    for (const auto& group : request.resource_spans()) {
        for (const auto& attribute : group.resource().attributes())
            if (attribute.key() == "service.name")
                m_serviceName = attribute.value().string_value();
        for (const auto& scope : group.scope_spans())
            m_spans.insert(m_spans.end(), scope.spans().begin(), scope.spans().end());
    }
}

std::vector<v1::otlp::Span> TestCollector::spans() {
    const std::lock_guard lock(m_mutex);
    return m_spans;
}

std::string TestCollector::serviceName() {
    const std::lock_guard lock(m_mutex);
    return m_serviceName;
}
