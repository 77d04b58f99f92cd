// SPDX-License-Identifier: Apache-2.0
#include "proxy/exposition.h"

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::Label;
using Type = Exposition::Type;

void writeConnections(Exposition& out, const MetricsPage& page) {
    page.transports.write(out);
    writeTcp(out, page.tcp);
    out.family("causeway_connect_failures_total", Type::Counter,
               "Upstream connections that did not come about");
    out.sample({}, page.upstreamFailed);
}

void writeWatch(Exposition& out, const WatchCounts& watch) {
    out.family("causeway_access_log_lines_total", Type::Counter, "Lines of the access log");
    out.sample(std::array{Label{"result", "written"}}, watch.logWritten);
    out.sample(std::array{Label{"result", "dropped"}}, watch.logDropped);
    out.family("causeway_trace_spans_total", Type::Counter, "Spans for the collector");
    out.sample(std::array{Label{"result", "sent"}}, watch.spansSent);
    out.sample(std::array{Label{"result", "dropped"}}, watch.spansDropped);
    out.family("causeway_taps", Type::Gauge, "Taps under way");
    out.sample({}, std::uint64_t(watch.taps));
}

// Linkerd's families of the calls to the control plane; a stream counts when it ends.
void writeControl(Exposition& out, const ControlCounts& counts) {
    telemetry::LabelText labels;
    labels.add("addr", counts.address).add("tls", "true").add("server_id", counts.serverId);
    out.family("control_request_total", Type::Counter, "Calls to the control plane");
    out.sampleOf(labels, counts.requests);
    out.family("control_response_total", Type::Counter, "Calls that have ended, by gRPC's status");
    for (const auto& [code, count] : counts.responses) {
        telemetry::LabelText ended = labels;
        ended.add("classification", code == grpc::Code::Ok ? "success" : "failure");
        out.sampleOf(ended.add("grpc_status", std::to_string(static_cast<int>(code))), count);
    }
    out.family("control_response_latency_ms", Type::Histogram, "To the response's head");
    out.histogramMs(labels, counts.latency);
}

void writeProcess(Exposition& out, const MetricsPage& page) {
    const ProxyHealth& health = page.health;
    if (page.stats.certificateNotAfter) {
        out.family("identity_cert_expiration_timestamp_seconds", Type::Gauge,
                   "When the current certificate ends");
        out.sample({},
                   std::chrono::duration<double>(page.stats.certificateNotAfter->time_since_epoch())
                       .count());
        out.family("identity_cert_refresh_count", Type::Counter, "Certificates that were issued");
        out.sample({}, health.certificatesIssued);
    }
    if (!health.isStatic) {
        out.family("causeway_control_connected", Type::Gauge,
                   "1 while the control plane is connected");
        out.sample({}, std::uint64_t(health.controlConnected ? 1 : 0));
        out.family("causeway_config_rejected_total", Type::Counter,
                   "Configuration updates that were refused");
        out.sample({}, health.updatesRejected);
        out.family("causeway_config_held", Type::Gauge,
                   "Pieces of configuration that the control plane keeps up to date here");
        out.sample({}, std::uint64_t(health.namesHeld));
        writeControl(out, health.control);
    }
    page.process.write(out);
    out.family("proxy_build_info", Type::Gauge, "Always 1");
    const std::vector<Label> build{{"version", page.options.instance.version},
                                   {"vendor", "causeway"}};
    out.sample(build, std::uint64_t(1));
}

} // namespace

std::string serialize(const MetricsPage& page) {
    Exposition out;
    writeRequests(out, page);
    writeProfileRoutes(out, page);
    writeConnections(out, page);
    writeWatch(out, page.health.watch);
    page.tunnels.write(out);
    page.counts.write(out);
    writeProcess(out, page);
    return out.text();
}

} // namespace causeway::proxy
