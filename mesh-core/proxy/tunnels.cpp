// SPDX-License-Identifier: Apache-2.0
#include "proxy/tunnels.h"

#include "telemetry/exposition.h"

#include <vector>

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::Label;
using Type = Exposition::Type;

void add(DetectCounters& to, const DetectCounters& more) {
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] += more[i];
}

// The labels of one tunnel's side; keeps the text that they refer to.
struct SideLabels {
    SideLabels(const TunnelLabels& tunnel, std::string_view peer)
        : port(std::to_string(tunnel.port)) {
        const std::string_view name = tunnel.service;
        const std::size_t dot = name.find('.');
        const std::size_t next = dot == name.npos ? dot : name.find('.', dot + 1);
        list = {{"direction", tunnel.outbound ? "outbound" : "inbound"},
                {"peer", peer},
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

constexpr std::array<std::string_view, 2> kPeers{"src", "dst"};

template <typename Value>
void writeBoth(Exposition& out, const std::map<TunnelLabels, TunnelCounts>& tunnels, Value value) {
    for (const auto& [labels, counts] : tunnels)
        for (const std::string_view peer : kPeers)
            out.sample(SideLabels(labels, peer).list, value(counts, peer == "src"));
}

void writeDetected(Exposition& out, std::string_view family, const DetectCounters& counters) {
    out.family(family, Type::Counter, "How the detection of protocols ended");
    for (std::size_t i = 0; i < counters.size(); ++i) {
        const std::vector<Label> labels{{"result", kDetectResults[i]}};
        out.sample(labels, counters[i]);
    }
}

} // namespace

void TunnelTotals::merge(const TunnelTotals& other) {
    add(detectedInbound, other.detectedInbound);
    add(detectedOutbound, other.detectedOutbound);
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

void TunnelTotals::writeOpen(Exposition& out) const {
    writeBoth(out, tunnels, [](const TunnelCounts& each, bool) { return each.open; });
}

void TunnelTotals::writeOpened(Exposition& out) const {
    writeBoth(out, tunnels, [](const TunnelCounts& each, bool) { return each.opened; });
}

void TunnelTotals::writeRest(Exposition& out) const {
    out.family("tcp_close_total", Type::Counter, "Opaque connections that ended, by how");
    for (const auto& [labels, counts] : tunnels)
        for (const auto& [why, count] : counts.closed)
            for (const std::string_view peer : kPeers) {
                SideLabels side(labels, peer);
                side.list.push_back({"errno", why});
                out.sample(side.list, count);
            }
    out.family("tcp_read_bytes_total", Type::Counter, "Bytes read of opaque connections");
    writeBoth(out, tunnels, [](const TunnelCounts& each, bool source) {
        return source ? each.fromClient : each.fromServer;
    });
    out.family("tcp_write_bytes_total", Type::Counter, "Bytes written to opaque connections");
    writeBoth(out, tunnels, [](const TunnelCounts& each, bool source) {
        return source ? each.fromServer : each.fromClient;
    });
    out.family("inbound_tcp_authz_terminate_total", Type::Counter,
               "Open connections that a change of policy ended");
    for (const auto& [labels, counts] : tunnels)
        if (!labels.outbound)
            out.sample(SideLabels(labels, "src").list, counts.terminated);
    writeDetected(out, "inbound_tcp_detect_http_results_total", detectedInbound);
    writeDetected(out, "outbound_tcp_detect_http_results_total", detectedOutbound);
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
