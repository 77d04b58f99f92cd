// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/trace_exporter.h"

#include "base/log.h"
#include "causeway/v1/otlp.pb.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kExport = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
constexpr Duration kInterval = std::chrono::seconds(1);
constexpr std::size_t kBatch = 512;

void add(v1::otlp::Resource& resource, const char* key, const std::string& value) {
    auto* attribute = resource.add_attributes();
    attribute->set_key(key);
    attribute->mutable_value()->set_string_value(value);
}

} // namespace

TraceExporter::TraceExporter(net::EventLoop& loop, net::Address collector,
                             const ProxyInstance& self)
    : m_loop(loop), m_collector(std::move(collector)), m_self(self), m_tick([this] { flush(); }) {
    m_loop.arm(m_tick, kInterval);
}

TraceExporter::~TraceExporter() = default;

void TraceExporter::add(std::vector<v1::otlp::Span> spans) {
    for (auto& span : spans) {
        if (m_spans.size() < kMaxKept)
            m_spans.push_back(std::move(span));
        else
            ++m_dropped;
    }
    if (m_spans.size() >= kBatch)
        send();
}

void TraceExporter::flush() {
    m_loop.arm(m_tick, kInterval);
    send();
}

void TraceExporter::connect() {
    if (m_stream)
        return;
    auto socket = net::startConnect(m_collector);
    if (!socket)
        return;
    m_channel = std::make_unique<grpc::Channel>("http", m_collector.text());
    net::StreamUser& self = *this;
    m_stream = std::make_unique<net::Stream>(
        m_loop, std::make_unique<net::PlainTransport>(std::move(*socket), m_collector), self);
    m_stream->start();
}

void TraceExporter::send() {
    if (m_spans.empty() || m_asking)
        return;
    if (!m_open)
        return connect();
    v1::otlp::ExportTraceRequest request;
    auto* group = request.add_resource_spans();
    auto& resource = *group->mutable_resource();
    proxy::add(resource, "service.name",
               m_self.workload.empty() ? m_self.instance : m_self.workload);
    proxy::add(resource, "service.namespace", m_self.namespace_);
    proxy::add(resource, "service.instance.id", m_self.instance);
    proxy::add(resource, "k8s.cluster.name", m_self.cluster);
    auto* scope = group->add_scope_spans();
    scope->mutable_scope()->set_name("causeway-proxy");
    scope->mutable_scope()->set_version(m_self.version);
    const std::size_t count = std::min(m_spans.size(), kBatch);
    for (std::size_t i = 0; i < count; ++i)
        *scope->add_spans() = m_spans[i];
    const std::string bytes = request.SerializeAsString();
    auto asked = m_channel->call(
        kExport, bytesOf(bytes), [this, count](const grpc::Status& status, ByteView) {
            m_asking = false;
            if (!status.ok()) // they stay, and are sent again, until there are too many
                return log::debug("the trace collector refused spans: {}", status.describe());
            m_spans.erase(m_spans.begin(), m_spans.begin() + static_cast<std::ptrdiff_t>(count));
            m_sent += count;
        });
    m_asking = asked.has_value();
    m_stream->flushSoon();
}

void TraceExporter::onOpen() {
    m_open = true;
    m_told = false;
    send();
}

Status TraceExporter::onBytes(ByteView bytes) {
    Status taken = m_channel->codec().receive(bytes);
    m_stream->flushSoon();
    return taken;
}

void TraceExporter::onClosed(const Error* why) {
    if (!std::exchange(m_told, true))
        log::warn("the trace collector at {} is away ({}); spans wait for it", m_collector.text(),
                  why ? why->describe() : "it closed the connection");
    m_open = false;
    m_asking = false;
    // It is in the middle of its own last event; the next tick connects anew.
    m_loop.defer([stream = std::shared_ptr<net::Stream>(std::move(m_stream)),
                  channel = std::shared_ptr<grpc::Channel>(std::move(m_channel))] {});
}

} // namespace causeway::proxy
