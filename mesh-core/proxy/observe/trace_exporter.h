// SPDX-License-Identifier: Apache-2.0
// Sends spans to a collector by OTLP over gRPC, plain text: a collector on the same host, or one
// that the mesh itself carries to. Batches by the second; keeps at most kMaxKept spans while the
// collector is away or slow, and counts what it lets go. Main thread.
#pragma once

#include "base/proxy_instance.h"
#include "grpc/channel.h"
#include "net/stream.h"

#include <deque>
#include <string>

namespace causeway::v1::otlp {
class Span;
}

namespace causeway::proxy {

class TraceExporter final : private net::StreamUser {
public:
    static constexpr std::size_t kMaxKept = 4096;

    TraceExporter(net::EventLoop& loop, net::Address collector, const ProxyInstance& self);
    ~TraceExporter() override;

    void add(std::vector<v1::otlp::Span> spans);
    // Sends what there is now.
    void flush();

    [[nodiscard]] std::uint64_t sent() const { return m_sent; } // accepted by the collector
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

private:
    void connect();
    void send();
    Status onBytes(ByteView bytes) override;
    void onOpen() override;
    void onEof() override { m_stream->close(); }
    void onSent() override { m_channel->codec().flushed(); }
    void onClosed(const Error* why) override;
    Buffer& output() override { return m_channel->codec().output(); }

    net::EventLoop& m_loop;
    const net::Address m_collector;
    const ProxyInstance& m_self;
    std::deque<v1::otlp::Span> m_spans;
    std::unique_ptr<grpc::Channel> m_channel;
    std::unique_ptr<net::Stream> m_stream;
    net::Timer m_tick;
    bool m_open = false;
    bool m_asking = false; // one export is under way at a time
    bool m_told = false;   // that it is away: once
    std::uint64_t m_sent = 0;
    std::uint64_t m_dropped = 0;
};

} // namespace causeway::proxy
