// SPDX-License-Identifier: Apache-2.0
#include "proxy/exposition.h"

namespace causeway::proxy {
namespace {

using telemetry::EdgeSample;
using telemetry::Exposition;
using telemetry::Label;
using telemetry::Vantage;
using Type = Exposition::Type;

// The labels of one series; keeps the text that they refer to.
struct SeriesLabels {
    explicit SeriesLabels(const EdgeSample& sample) {
        const telemetry::EdgeKey& key = sample.labels.key;
        const bool outbound = key.vantage == Vantage::Caller || key.vantage == Vantage::Egress;
        const std::size_t dot = key.destinationService.find('.');
        service = key.destinationService.substr(0, dot);
        if (dot != std::string::npos)
            ns = key.destinationService.substr(dot + 1);
        list = {{"direction", outbound ? "outbound" : "inbound"},
                {"tls", key.tls == telemetry::TlsState::Mutual ? "true" : "disabled"}};
        if (outbound) {
            list.push_back({"dst_service", service});
            list.push_back({"dst_namespace", ns});
            list.push_back({"dst_target_cluster", key.destinationCluster});
            list.push_back({"dst_workload", sample.labels.destinationWorkload});
        } else {
            list.push_back({"client_id", key.sourceIdentity});
        }
        list.push_back({"route_name", key.route});
        list.push_back({"causeway_protocol", name(key.protocol)});
        list.push_back({"causeway_vantage", name(key.vantage)});
        list.push_back({"causeway_link", key.link});
    }
    std::string service, ns;
    std::vector<Label> list;
};

void writeRequests(Exposition& out, const std::vector<EdgeSample>& samples) {
    out.family("request_total", Type::Counter, "Requests, by where they came from and went to");
    for (const EdgeSample& sample : samples) {
        SeriesLabels labels(sample);
        labels.list.push_back({"causeway_status", name(sample.labels.key.statusClass)});
        out.sample(labels.list, sample.counters.requests);
    }
    out.family("response_total", Type::Counter, "Responses, by class of status and verdict");
    for (const EdgeSample& sample : samples) {
        const auto write = [&](std::string_view classification, std::uint64_t count) {
            if (count == 0)
                return;
            SeriesLabels labels(sample);
            labels.list.push_back({"status_code", name(sample.labels.key.statusClass)});
            labels.list.push_back({"classification", classification});
            out.sample(labels.list, count);
        };
        write("failure", sample.counters.failures);
        write("success", sample.counters.requests - sample.counters.failures);
    }
    out.family("response_latency_ms", Type::Histogram,
               "From the request's head to the response's head");
    for (const EdgeSample& sample : samples) {
        SeriesLabels labels(sample);
        labels.list.push_back({"status_code", name(sample.labels.key.statusClass)});
        out.histogramMs(labels.list, sample.counters.latency);
    }
}

void writeConnections(Exposition& out, const MetricsPage& page) {
    const std::vector<Label> source{{"peer", "src"}};
    const std::vector<Label> destination{{"peer", "dst"}};
    out.family("tcp_open_connections", Type::Gauge, "Connections that are open now");
    out.sample(source, std::uint64_t(page.stats.downstreamConnections));
    out.sample(destination, std::uint64_t(page.stats.upstreamConnections));
    out.family("tcp_open_total", Type::Counter, "Connections that were opened");
    out.sample(destination, page.upstreamOpened);
    out.family("causeway_connect_failures_total", Type::Counter,
               "Upstream connections that did not come about");
    out.sample({}, page.upstreamFailed);
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
    }
    out.family("process_resident_memory_bytes", Type::Gauge, "Memory in use");
    out.sample({}, page.stats.residentBytes);
    out.family("process_open_fds", Type::Gauge, "Descriptors that are open");
    out.sample({}, std::uint64_t(page.stats.openDescriptors));
    out.family("process_cpu_seconds_total", Type::Counter, "Processor time, user and system");
    out.sample({}, page.stats.cpuSeconds);
    out.family("proxy_build_info", Type::Gauge, "Always 1");
    const std::vector<Label> build{{"version", page.options.instance.version},
                                   {"vendor", "causeway"}};
    out.sample(build, std::uint64_t(1));
}

} // namespace

std::string serialize(const MetricsPage& page) {
    Exposition out;
    writeRequests(out, page.samples);
    writeConnections(out, page);
    writeProcess(out, page);
    return out.text();
}

} // namespace causeway::proxy
