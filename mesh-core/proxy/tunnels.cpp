// SPDX-License-Identifier: Apache-2.0
#include "proxy/tunnels.h"

#include "telemetry/exposition.h"

#include <vector>

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::Label;
using Type = Exposition::Type;

// Keeps the text that the labels refer to.
struct SideLabels {
    explicit SideLabels(const TunnelLabels& tunnel)
        : port(std::to_string(tunnel.port)) {
        const std::string_view name = tunnel.service;
        const std::size_t dot = name.find('.');
        const std::size_t next = dot == name.npos ? dot : name.find('.', dot + 1);
        list = {{"direction", tunnel.outbound ? "outbound" : "inbound"},
                {"target_port", port},
                {"tls", tunnel.tls ? "true" : "no_identity"}};
        if (!tunnel.peerId.empty())
            list.push_back({"client_id", tunnel.peerId});
        list.push_back({tunnel.outbound ? "dst_service" : "srv_service", name.substr(0, dot)});
        list.push_back({tunnel.outbound ? "dst_namespace" : "srv_namespace",
                        dot == name.npos ? "" : name.substr(dot + 1, next - dot - 1)});
        list.push_back({"causeway_protocol", tunnel.upgraded ? "upgraded" : "opaque"});
    }
    std::string port;
    std::vector<Label> list;
};

// Linkerd's.
constexpr std::array<std::uint64_t, 7> kDetectEdgesUs{1'000,     10'000,    100'000,   1'000'000,
                                                      5'000'000, 10'000'000, 100'000'000};

void writeDetected(Exposition& out, const std::string& direction, const DetectCounters& counters) {
    const std::string prefix = direction + "_tcp_detect_http_";
    out.family(prefix + "results_total", Type::Counter, "How the detection of protocols ended");
    for (std::size_t i = 0; i < counters.results.size(); ++i) {
        const std::vector<Label> labels{{"result", kDetectResults[i]}};
        out.sample(labels, counters.results[i]);
    }
    out.family(prefix + "duration_seconds", Type::Histogram, "How long that took");
    out.histogramSeconds(telemetry::LabelText(), counters.durations, kDetectEdgesUs);
}

} // namespace

void TunnelTotals::merge(const TunnelTotals& other) {
    detectedInbound.merge(other.detectedInbound);
    detectedOutbound.merge(other.detectedOutbound);
    for (const auto& [labels, counts] : other.tunnels) {
        TunnelCounts& sum = tunnels[labels];
        sum.opened += counts.opened;
        sum.open += counts.open;
        sum.terminated += counts.terminated;
        sum.fromClient += counts.fromClient;
        sum.fromServer += counts.fromServer;
        for (const auto& [why, count] : counts.closed)
            sum.closed[why] += count;
    }
}

void TunnelTotals::write(Exposition& out) const {
    const auto family = [&](const char* name, Type type, const char* help, auto value) {
        out.family(name, type, help);
        for (const auto& [labels, counts] : tunnels)
            out.sample(SideLabels(labels).list, value(counts));
    };
    using Counts = TunnelCounts;
    family("causeway_tunnel_open_total", Type::Counter, "Opaque and upgraded connections",
           [](const Counts& each) { return each.opened; });
    family("causeway_tunnel_open_connections", Type::Gauge, "… that are open now",
           [](const Counts& each) { return each.open; });
    family("causeway_tunnel_client_bytes_total", Type::Counter, "Bytes from who opened them",
           [](const Counts& each) { return each.fromClient; });
    family("causeway_tunnel_server_bytes_total", Type::Counter, "Bytes from the other end",
           [](const Counts& each) { return each.fromServer; });
    out.family("causeway_tunnel_close_total", Type::Counter, "Those that ended, by how");
    for (const auto& [labels, counts] : tunnels)
        for (const auto& [why, count] : counts.closed) {
            SideLabels side(labels);
            side.list.push_back({"errno", why});
            out.sample(side.list, count);
        }
    out.family("inbound_tcp_authz_terminate_total", Type::Counter,
               "Open connections that a change of policy ended");
    for (const auto& [labels, counts] : tunnels)
        if (!labels.outbound)
            out.sample(SideLabels(labels).list, counts.terminated);
    writeDetected(out, "inbound", detectedInbound);
    writeDetected(out, "outbound", detectedOutbound);
}

TunnelCounts& Tunnels::opened(TunnelLabels labels) {
    auto& series = m_totals.tunnels;
    if (series.size() >= kMaxSeries && !series.contains(labels))
        labels = TunnelLabels{labels.outbound, labels.tls, {}, "(other)", 0, labels.upgraded};
    TunnelCounts& counts = series[labels];
    ++counts.opened;
    ++counts.open;
    return counts;
}

} // namespace causeway::proxy
