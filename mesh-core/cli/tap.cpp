// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/fleet_session.h"
#include "cli/format.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <mutex>

namespace causeway::cli {
namespace {

using nlohmann::json;

std::atomic<bool>& interrupted() {
    static std::atomic<bool> flag = false;
    return flag;
}

std::string milliseconds(std::uint64_t us) {
    return formatMs(static_cast<double>(us)) + " ms";
}

std::string lineOf(const client::TapEvent& event) {
    std::string line =
        formatTime(event.received) + "  " + event.vantage + "  "
        + (event.sourceWorkload.empty() ? event.sourceAddress : event.sourceWorkload) + " -> "
        + (event.destinationWorkload.empty() ? event.destinationService : event.destinationWorkload)
        + "  " + event.method + " " + event.authority + event.path + "  "
        + (event.status == 0 ? "no response" : std::to_string(event.status));
    if (event.grpcStatus)
        line += " grpc " + std::to_string(*event.grpcStatus);
    line += "  " + milliseconds(event.totalUs);
    if (!event.error.empty())
        line += "  " + event.error;
    if (!event.authorization.empty())
        line += "  by " + event.authorization + (event.shadowDeny ? " (would be denied)" : "");
    if (event.dropped > 0)
        line += "  (" + std::to_string(event.dropped) + " more before this)";
    return line;
}

json headersOf(const std::vector<client::TapHeader>& headers) {
    json list = json::array();
    for (const auto& each : headers)
        list.push_back({{"name", each.name}, {"value", each.value}});
    return list;
}

json objectOf(const client::TapEvent& event, const std::string& cluster) {
    return {{"cluster", cluster},
            {"time", formatTime(event.received)},
            {"proxy", event.proxy},
            {"vantage", event.vantage},
            {"protocol", event.protocol},
            {"tls", event.tls},
            {"source",
             {{"identity", event.sourceIdentity},
              {"workload", event.sourceWorkload},
              {"address", event.sourceAddress}}},
            {"destination",
             {{"service", event.destinationService},
              {"workload", event.destinationWorkload},
              {"instance", event.destinationInstance},
              {"address", event.destinationAddress}}},
            {"method", event.method},
            {"authority", event.authority},
            {"path", event.path},
            {"status", event.status == 0 ? json() : json(event.status)},
            {"grpc_status", event.grpcStatus ? json(*event.grpcStatus) : json()},
            {"failure", event.failure},
            {"error", event.error},
            {"latency_us", event.latencyUs},
            {"total_us", event.totalUs},
            {"request_bytes", event.requestBytes},
            {"response_bytes", event.responseBytes},
            {"route", event.route},
            {"link", event.link},
            {"server", event.server},
            {"inbound_route", event.inboundRoute},
            {"authorization", event.authorization},
            {"shadow_deny", event.shadowDeny},
            {"trace_id", event.traceId},
            {"request_headers", headersOf(event.requestHeaders)},
            {"response_headers", headersOf(event.responseHeaders)},
            {"dropped", event.dropped}};
}

// Prints what comes, as it comes; whoever stops it is the printer's own loop.
class Printer {
public:
    Printer(const Options& options, std::size_t most, Terminal& terminal)
        : m_json(options.output == Output::Json), m_most(most), m_terminal(terminal) {}

    void event(const std::string& cluster, const client::TapEvent& event) {
        const std::lock_guard lock(m_mutex);
        if (m_most != 0 && m_shown >= m_most)
            return;
        ++m_shown;
        m_terminal.out
            << (m_json
                    ? objectOf(event, cluster).dump(-1, ' ', false, json::error_handler_t::replace)
                    : lineOf(event))
            << std::endl; // whoever reads along wants it now
    }
    void lost(const std::string& cluster, const Error& why) {
        const std::lock_guard lock(m_mutex);
        m_failed = !healsItself(why.kind());
        m_terminal.err << "causewayctl: " << cluster << ": " << why.describe() << std::endl;
    }
    [[nodiscard]] bool enough() const { return m_failed || (m_most != 0 && m_shown >= m_most); }
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    static bool healsItself(ErrorKind kind) {
        return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout;
    }
    const bool m_json;
    const std::size_t m_most;
    Terminal& m_terminal;
    std::mutex m_mutex;
    std::atomic<std::size_t> m_shown = 0;
    std::atomic<bool> m_failed = false;
};

} // namespace

Result<Exit> tap(const Options& options, const TapCommand& command, Terminal& terminal) {
    const SystemClock clock;
    CAUSEWAY_TRY(const FleetSession session, FleetSession::open(options, clock));
    CAUSEWAY_TRY(const client::ClusterClient* cluster, session.cluster(command.cluster));
    Printer printer(options, command.count, terminal);
    interrupted() = false;
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, [](int) { interrupted() = true; });
    const std::string name = cluster->name();
    const auto watch = cluster->watchTap(
        command.request, {[&](client::TapEvent event) { printer.event(name, event); },
                          [&](const Error& why, Duration) { printer.lost(name, why); }});
    while (!interrupted() && !printer.enough())
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return printer.failed() ? Exit::Findings : Exit::Fine;
}

} // namespace causeway::cli
