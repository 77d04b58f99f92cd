// SPDX-License-Identifier: Apache-2.0
// causeway-proxy: reads its flags or a static file, then serves until a signal has drained it.
#include "base/log.h"
#include "proxy/proxy.h"
#include "resource/field_reader.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <csignal>
#include <iostream>

namespace {

using namespace causeway;

constexpr int kFailed = 1;
constexpr int kUsage = 2;

struct Flags {
    std::string mode = "sidecar", staticFile;
    std::string cluster, ns, workload, instance, identity;
    std::string control, controlIdentity, trustAnchors, joinToken, state;
    std::string inbound, egress, outbound, admin = "127.0.0.1:4191";
    std::string appAddress = "127.0.0.1", sourceAddress;
    std::string drainTimeout = "30s", logLevel = "info", logFormat = "text";
    std::string accessLog, accessLogFile, traceCollector;
    double traceRatio = 0;
    std::string probeInterval = "1s", destinationIdle = "5m";
    std::uint32_t probeBytes = 2000;
    std::vector<std::string> balancers, appProxyHeaders;
    unsigned workers = 1;
    bool transparent = false, takesOverride = false;
};

void declareObservation(CLI::App& app, Flags& flags) {
    auto* log = app.add_option("--access-log", flags.accessLog, "One line a request")
                    ->check(CLI::IsMember({"json", "apache"}));
    app.add_option("--access-log-file", flags.accessLogFile, "Instead of standard output")
        ->type_name("FILE")
        ->needs(log);
    auto* collector = app.add_option("--trace-collector", flags.traceCollector,
                                     "Where spans go: OTLP over gRPC, plain text")
                          ->type_name("ADDR:PORT");
    app.add_option("--trace-ratio", flags.traceRatio, "Of the traces that begin here (0)")
        ->check(CLI::Range(0.0, 1.0))
        ->needs(collector);
}

// Whom connections and requests are from and for, where it is not their address that says it.
void declareNames(CLI::App& app, Flags& flags) {
    app.add_flag("--dst-override", flags.takesOverride,
                 "Requests to --outbound may name their service in l5d-dst-override");
    app.add_option("--proxy-protocol-from", flags.balancers,
                   "Networks of load balancers: their connections to --inbound begin with a PROXY "
                   "header")
        ->type_name("CIDR");
    app.add_option("--app-proxy-protocol", flags.appProxyHeaders,
                   "Opaque connections to that port of the workload begin with a PROXY header")
        ->type_name("PORT=v1|v2");
}

void declare(CLI::App& app, Flags& flags) {
    app.set_version_flag("--version", CAUSEWAY_VERSION);
    app.add_option("--static", flags.staticFile, "Serve what this file says, without control plane")
        ->type_name("FILE");
    app.add_option("--mode", flags.mode)->check(CLI::IsMember({"sidecar", "gateway"}));
    app.add_option("--cluster", flags.cluster);
    app.add_option("--namespace", flags.ns);
    app.add_option("--workload", flags.workload);
    app.add_option("--instance", flags.instance);
    app.add_option("--identity", flags.identity)->type_name("SPIFFE");
    app.add_option("--control", flags.control)->type_name("HOST:PORT");
    app.add_option("--control-identity", flags.controlIdentity)->type_name("SPIFFE");
    app.add_option("--trust-anchors", flags.trustAnchors)->type_name("PEM");
    app.add_option("--join-token", flags.joinToken)->type_name("FILE");
    app.add_option("--state", flags.state)->type_name("DIR");
    app.add_option("--inbound", flags.inbound, "From the mesh; a gateway's ingress")
        ->type_name("ADDR:PORT");
    app.add_option("--egress", flags.egress, "A gateway's way out")->type_name("ADDR:PORT");
    app.add_option("--outbound", flags.outbound, "From the application")->type_name("ADDR:PORT");
    app.add_flag("--transparent", flags.transparent,
                 "Connections are redirected here by causeway-init");
    app.add_option("--app-address", flags.appAddress, "Where the workload listens")
        ->type_name("IP");
    app.add_option("--source-address", flags.sourceAddress,
                   "What upstream connections are bound to")
        ->type_name("IP");
    app.add_option("--admin", flags.admin)->type_name("ADDR:PORT|unix:PATH");
    app.add_option("--workers", flags.workers)->check(CLI::Range(1U, 64U));
    app.add_option("--drain-timeout", flags.drainTimeout)->type_name("TIME");
    declareNames(app, flags);
    declareObservation(app, flags);
    app.add_option("--probe-interval", flags.probeInterval,
                   "A gateway's probes of linked gateways (1s); 0s: none")
        ->type_name("TIME");
    app.add_option("--probe-bytes", flags.probeBytes, "They stay below that many a second and link")
        ->check(CLI::Range(1U, 1'000'000'000U));
    app.add_option("--destination-idle", flags.destinationIdle,
                   "What is known of destinations that nobody calls is given up after that time (5m)")
        ->type_name("TIME");
    app.add_option("--log-level", flags.logLevel)
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
    app.add_option("--log-format", flags.logFormat)->check(CLI::IsMember({"text", "json"}));
}

Result<std::optional<net::Address>> addressOf(const char* flag, const std::string& text) {
    if (text.empty())
        return std::nullopt;
    auto address = net::Address::parse(text);
    if (!address)
        return tl::unexpected(std::move(address).error().context(flag));
    return *address;
}

Result<Duration> durationOf(const char* flag, const std::string& text) {
    const auto duration = resource::parseDuration(text);
    if (!duration)
        return fail(ErrorKind::InvalidInput,
                    std::string(flag) + ": found \"" + text + "\"; expected a duration like 30s");
    return *duration;
}

Status requireFlags(const Flags& flags) {
    const std::pair<const char*, const std::string*> required[] = {
        {"--cluster", &flags.cluster},
        {"--namespace", &flags.ns},
        {"--workload", &flags.workload},
        {"--instance", &flags.instance},
        {"--identity", &flags.identity},
        {"--control", &flags.control},
        {"--control-identity", &flags.controlIdentity},
        {"--trust-anchors", &flags.trustAnchors},
        {"--join-token", &flags.joinToken},
        {"--state", &flags.state},
        {"--inbound", &flags.inbound}};
    for (const auto& [name, value] : required)
        if (value->empty())
            return fail(ErrorKind::InvalidInput,
                        std::string(name) + " is missing; without --static it is required");
    const bool gateway = flags.mode == "gateway";
    if (gateway && !flags.outbound.empty())
        return fail(ErrorKind::InvalidInput, "--outbound is for sidecars; a gateway has --egress");
    if (!gateway && !flags.egress.empty())
        return fail(ErrorKind::InvalidInput, "--egress is for gateways; a sidecar has --outbound");
    return {};
}

Status readProxyHeaders(const Flags& flags, proxy::Options& options) {
    for (const std::string& each : flags.balancers) {
        auto network = IpNetwork::parse(each);
        if (!network)
            return tl::unexpected(std::move(network).error().context("--proxy-protocol-from"));
        options.balancers.push_back(*network);
    }
    for (const std::string& each : flags.appProxyHeaders) {
        std::uint16_t port = 0;
        const auto [end, error] = std::from_chars(each.data(), each.data() + each.size(), port);
        const std::string_view version(end, each.data() + each.size());
        if (error != std::errc() || port == 0 || (version != "=v1" && version != "=v2"))
            return fail(ErrorKind::InvalidInput, "--app-proxy-protocol: found \"" + each
                                                     + "\"; expected PORT=v1 or PORT=v2");
        options.appProxyHeaders[port] =
            version == "=v1" ? net::ProxyHeaderVersion::V1 : net::ProxyHeaderVersion::V2;
    }
    return {};
}

Result<proxy::Options> optionsOf(const Flags& flags, const Clock& clock) {
    CAUSEWAY_CHECK(requireFlags(flags));
    proxy::Options options;
    options.instance = {flags.cluster,
                        flags.ns,
                        flags.workload,
                        flags.instance,
                        static_cast<std::uint64_t>(clock.wallNow().time_since_epoch().count()),
                        CAUSEWAY_VERSION,
                        flags.mode == "gateway" ? ProxyMode::Gateway : ProxyMode::Sidecar,
                        flags.identity};
    CAUSEWAY_TRY(options.inbound, addressOf("--inbound", flags.inbound));
    CAUSEWAY_TRY(options.egress, addressOf("--egress", flags.egress));
    CAUSEWAY_TRY(options.outbound, addressOf("--outbound", flags.outbound));
    CAUSEWAY_TRY(options.admin, addressOf("--admin", flags.admin));
    if (!flags.sourceAddress.empty()) {
        CAUSEWAY_TRY(options.source, net::Address::parseIp(flags.sourceAddress, 0));
    }
    CAUSEWAY_CHECK(net::Address::parseIp(flags.appAddress, 0).map([](const auto&) {}));
    options.appAddress = flags.appAddress;
    options.workers = flags.workers;
    if (!flags.accessLog.empty()) {
        options.accessLog.emplace();
        options.accessLog->file = flags.accessLogFile;
        if (flags.accessLog == "apache")
            options.accessLog->format = proxy::AccessLogOptions::Format::Apache;
    }
    CAUSEWAY_TRY(const auto collector, addressOf("--trace-collector", flags.traceCollector));
    if (collector)
        options.traces = proxy::TraceOptions{*collector, flags.traceRatio};
    options.transparent = flags.transparent;
    options.takesOverride = flags.takesOverride;
    CAUSEWAY_CHECK(readProxyHeaders(flags, options));
    options.probes.bytesPerSecond = flags.probeBytes;
    CAUSEWAY_TRY(options.probes.interval, durationOf("--probe-interval", flags.probeInterval));
    CAUSEWAY_TRY(options.destinationIdle,
                 durationOf("--destination-idle", flags.destinationIdle));
    CAUSEWAY_TRY(options.drainTimeout, durationOf("--drain-timeout", flags.drainTimeout));
    return options;
}

Result<proxy::ControlOptions> controlOf(const Flags& flags) {
    for (const std::string* identity : {&flags.identity, &flags.controlIdentity})
        if (auto id = tls::SpiffeId::parse(*identity); !id || !id->isWorkload())
            return fail(ErrorKind::InvalidInput,
                        "found identity \"" + *identity
                            + "\"; expected spiffe://<trust-domain>/cluster/<cluster>/ns/"
                              "<namespace>/sa/<account>");
    auto address = net::Address::parse(flags.control);
    if (!address)
        return tl::unexpected(std::move(address).error().context("--control"));
    return proxy::ControlOptions{*address, flags.controlIdentity, flags.trustAnchors,
                                 flags.joinToken, flags.state};
}

struct Start {
    proxy::Options options;
    proxy::Proxy::Source source;
};

Result<Start> startFrom(const Flags& flags, const Clock& clock) {
    if (flags.staticFile.empty()) {
        CAUSEWAY_TRY(proxy::Options options, optionsOf(flags, clock));
        CAUSEWAY_TRY(proxy::ControlOptions control, controlOf(flags));
        return Start{std::move(options), std::move(control)};
    }
    CAUSEWAY_TRY(const std::string text, proxy::readFile(flags.staticFile));
    CAUSEWAY_TRY(proxy::StaticConfig file, proxy::StaticConfig::parse(text, flags.staticFile));
    proxy::Options options = file.options();
    return Start{std::move(options), std::move(file)};
}

int run(const Flags& flags) {
    const SystemClock clock;
    auto start = startFrom(flags, clock);
    if (!start) {
        std::cerr << "causeway-proxy: " << start.error().describe() << '\n';
        return kUsage;
    }
    std::signal(SIGPIPE, SIG_IGN);
    auto made = proxy::Proxy::make(std::move(start->options), std::move(start->source), clock);
    if (!made) {
        log::error("{}", made.error().describe());
        return kFailed;
    }
    (*made)->run();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("The data plane of a mesh: sidecar or gateway.", "causeway-proxy");
    Flags flags;
    declare(app, flags);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    log::configure(flags.instance.empty() ? "proxy" : "proxy " + flags.instance,
                   log::parseLevel(flags.logLevel).value_or(log::Level::Info),
                   flags.logFormat == "json" ? log::Format::Json : log::Format::Text);
    return run(flags);
}
