// SPDX-License-Identifier: Apache-2.0
#include "proxy/transports.h"

#include "telemetry/exposition.h"

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::LabelText;
using Type = Exposition::Type;

LabelText textOf(const TransportLabels& labels) {
    LabelText text;
    text.add("direction", labels.outbound ? "outbound" : "inbound");
    text.add("peer", labels.source ? "src" : "dst");
    text.add("tls", labels.tls ? "true" : "no_identity");
    text.addIf(labels.source ? "client_id" : "server_id", labels.peerId);
    if (labels.target.empty())
        return text;
    const std::string_view target = labels.target;
    const std::size_t colon = target.rfind(':');
    std::string_view ip = target.substr(0, colon);
    if (ip.starts_with('['))
        ip = ip.substr(1, ip.size() - 2);
    text.add("target_addr", target);
    if (colon != target.npos)
        text.add("target_ip", ip).add("target_port", target.substr(colon + 1));
    return text;
}

std::string_view errnoOf(const Error& why) {
    switch (why.kind()) {
    case ErrorKind::Timeout: return "ETIMEDOUT";
    case ErrorKind::Unavailable: return "ECONNRESET";
    case ErrorKind::Protocol:
    case ErrorKind::Exhausted: return "EPROTO";
    default: return "EIO";
    }
}

} // namespace

void TransportCounts::countClosed(const Error* why) {
    --open;
    ++closed[std::string(why ? errnoOf(*why) : "")];
}

TransportCounts& Transports::series(TransportLabels labels) {
    if (m_series.size() >= kMaxSeries && !m_series.contains(labels))
        labels = {labels.outbound, labels.source, labels.tls, "(other)", {}};
    return m_series[std::move(labels)];
}

void Transports::merge(const Transports& other) {
    for (const auto& [labels, counts] : other.m_series) {
        TransportCounts& sum = m_series[labels];
        sum.opened += counts.opened;
        sum.open += counts.open;
        sum.read += counts.read;
        sum.written += counts.written;
        for (const auto& [why, count] : counts.closed)
            sum.closed[why] += count;
    }
}

void Transports::write(Exposition& out) const {
    const auto family = [&](const char* name, Type type, const char* help, auto value) {
        out.family(name, type, help);
        for (const auto& [labels, counts] : m_series)
            out.sampleOf(textOf(labels), value(counts));
    };
    using Counts = TransportCounts;
    family("tcp_open_total", Type::Counter, "Connections that were opened",
           [](const Counts& each) { return each.opened; });
    family("tcp_open_connections", Type::Gauge, "Connections that are open now",
           [](const Counts& each) { return each.open; });
    family("tcp_read_bytes_total", Type::Counter, "Bytes read, inside of TLS",
           [](const Counts& each) { return each.read; });
    family("tcp_write_bytes_total", Type::Counter, "Bytes written, inside of TLS",
           [](const Counts& each) { return each.written; });
    out.family("tcp_close_total", Type::Counter, "Connections that ended, by how");
    for (const auto& [labels, counts] : m_series)
        for (const auto& [why, count] : counts.closed)
            out.sampleOf(textOf(labels).add("errno", why), count);
}

} // namespace causeway::proxy
