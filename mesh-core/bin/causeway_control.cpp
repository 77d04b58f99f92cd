// SPDX-License-Identifier: Apache-2.0
// causeway-control: reads its flags, starts the control plane of a cluster and waits for a signal.
#include "base/log.h"
#include "control/control_plane.h"
#include "control/store/backup.h"
#include "control/version.h"

#include <CLI/CLI.hpp>
#include <grpc/support/log.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include <csignal>
#include <iostream>
#include <malloc.h>

namespace {

using namespace causeway;

constexpr int kFailed = 1;
constexpr int kUsage = 2;

struct Flags {
    control::Options options;
    control::AuthorityFiles authority;
    std::string store = "sqlite";
    control::EtcdOptions etcd;
    std::chrono::seconds leafLife = std::chrono::hours(24);
    std::string logLevel = "info";
    std::string logFormat = "text";
};

constexpr std::string_view kSqlite = "sqlite";
constexpr std::string_view kEtcd = "etcd=";

// What is wrong with a --store, in words; empty: nothing.
std::string checkStore(const std::string& text) {
    if (text == kSqlite)
        return {};
    if (!text.starts_with(kEtcd))
        return "found " + text + "; expected sqlite, or etcd=https://HOST:PORT,...";
    const auto endpoints = control::parseEtcdEndpoints(text.substr(kEtcd.size()));
    return endpoints ? std::string() : endpoints.error().message();
}

std::string hostName() {
    utsname names{};
    return ::uname(&names) == 0 ? names.nodename : "";
}

void declareStore(CLI::App& app, Flags& flags) {
    auto* store = app.add_option("--store", flags.store,
                                 "Where objects, identities and audit are kept: in a file in "
                                 "--state, or in an etcd that several control planes of one "
                                 "cluster share")
                      ->capture_default_str()
                      ->check(checkStore)
                      ->type_name("sqlite|etcd=URL,...");
    const auto file = [&](const char* name, std::string& to, const char* what) {
        app.add_option(name, to, what)->type_name("PEM")->needs(store);
    };
    file("--etcd-ca", flags.etcd.authorities, "Who vouches for etcd's certificates");
    file("--etcd-certificate", flags.etcd.certificate, "Who this control plane is to etcd");
    file("--etcd-key", flags.etcd.key, "The key of --etcd-certificate");
    app.add_option("--replica", flags.options.replica,
                   "The name of this one among the control planes that share the etcd; its audit "
                   "trail has it")
        ->default_str("the host's name")
        ->needs(store)
        ->type_name("NAME");
    app.add_option("--etcd-prefix", flags.etcd.prefix,
                   "Before every key: one for each cluster that is kept in the same etcd")
        ->capture_default_str()
        ->needs(store)
        ->type_name("PREFIX");
}

void declare(CLI::App& app, Flags& flags) {
    app.set_version_flag("--version", std::string(control::version()));
    app.add_option("--objects", flags.options.objectFiles,
                   "YAML files with the cluster's objects, applied on start")
        ->type_name("FILE");
    app.add_option("--state", flags.options.state, "Folder of its own for keys, store and history")
        ->required()
        ->type_name("DIR");
    app.add_option("--listen", flags.options.listen, "Where proxies connect: TLS")
        ->required()
        ->type_name("ADDR:PORT");
    app.add_option("--admin", flags.options.admin, "Admin API: mutual TLS")
        ->required()
        ->type_name("unix:PATH|ADDR:PORT");
    app.add_option("--metrics", flags.options.metrics,
                   "Pages for Prometheus and probes: /metrics, /live, /ready; plain HTTP, for "
                   "whoever reaches the address")
        ->type_name("unix:PATH|ADDR:PORT");
    auto* anchors = app.add_option("--trust-anchors", flags.authority.trustAnchors,
                                   "The fleet's trust anchors; without these three flags the "
                                   "cluster makes authorities of its own")
                        ->type_name("PEM");
    auto* certificate =
        app.add_option("--issuer-cert", flags.authority.issuerCertificate, "The cluster's issuer")
            ->type_name("PEM");
    auto* key = app.add_option("--issuer-key", flags.authority.issuerKey, "The issuer's key")
                    ->type_name("PEM");
    anchors->needs(certificate, key);
    certificate->needs(anchors, key);
    key->needs(anchors, certificate);
    app.add_option("--join-token-key", flags.options.joinTokenKey,
                   "The key that signs join tokens, which replicas have in common; without it one "
                   "is made in --state")
        ->type_name("PEM");
    declareStore(app, flags);
    app.add_option("--leaf-life", flags.leafLife, "Life of the leaves it issues")
        ->transform(CLI::AsNumberWithUnit(
            std::map<std::string, std::int64_t>{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}))
        ->check(CLI::Range(std::int64_t(10), std::int64_t(365) * 86400))
        ->type_name("TIME");
    app.add_option("--telemetry-limit", flags.options.telemetryBytes,
                   "How large the history of telemetry may get; what is given up for that is told "
                   "(8g)")
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Range(std::int64_t(64) << 20, std::int64_t(1) << 50))
        ->type_name("BYTES");
    app.add_option("--log-level", flags.logLevel)
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
    app.add_option("--log-format", flags.logFormat)->check(CLI::IsMember({"text", "json"}));
}

// gRPC's own lines are details of ours: what matters comes back as an error.
void logGrpc(gpr_log_func_args* line) {
    log::debug("grpc: {}", line->message);
}

// Before any thread starts, so that all of them have it.
int blockStopSignals() {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error of that write
    return ::signalfd(-1, &stop, SFD_CLOEXEC);
}

int run(const Flags& flags) {
    // gRPC has many threads that hold little: an arena for each would only keep memory away.
    ::mallopt(M_ARENA_MAX, 2);
    const int stopSignal = blockStopSignals();
    ::umask(0077);
    gpr_set_log_function(&logGrpc);
    const SystemClock clock;
    const auto plane = control::ControlPlane::start(flags.options, clock);
    if (!plane) {
        log::error("{}", plane.error().describe());
        return kFailed;
    }
    const std::string metrics = (*plane)->metricsAddress();
    log::info("ready: cluster {}, proxies at {}, admin at {}{}", (*plane)->cluster().name,
              (*plane)->listenAddress(), (*plane)->adminAddress(),
              metrics.empty() ? metrics : ", metrics at " + metrics);
    if (const auto ran = (*plane)->run(stopSignal); !ran) {
        log::error("{}", ran.error().describe());
        return kFailed;
    }
    log::info("stopped");
    return 0;
}

// backup and restore: no control plane is started, and none of its flags is asked for.
int maintain(int argc, char** argv) {
    CLI::App app("Keeps a control plane's state as one file, and brings it back.",
                 "causeway-control");
    app.require_subcommand(1);
    std::string state;
    std::string file;
    auto* keeping = app.add_subcommand(
        "backup", "Store and keys into one file, 0600; the control plane may be running");
    auto* bringing =
        app.add_subcommand("restore", "Put a backup in the place of what the folder holds");
    for (auto* command : {keeping, bringing})
        command->add_option("--state", state, "The control plane's folder")
            ->required()
            ->type_name("DIR");
    keeping->add_option("--out", file, "The backup")->required()->type_name("FILE");
    bringing->add_option("--from", file, "The backup")->required()->type_name("FILE");
    CLI11_PARSE(app, argc, argv);
    ::umask(0077);
    const auto failed = [](const Error& error) {
        std::cerr << "causeway-control: " << error.describe() << '\n';
        return kFailed;
    };
    if (keeping->parsed()) {
        if (const auto kept = control::backUp(state, file); !kept)
            return failed(kept.error());
        std::cout << "wrote " << file << "; it holds private keys\n";
        return 0;
    }
    const auto restored = control::restore(file, state);
    if (!restored)
        return failed(restored.error());
    std::cout << "restored " << state << " to revision " << restored->revision;
    if (!restored->before.empty())
        std::cout << "; what was there is now " << restored->before.string();
    std::cout << '\n';
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("The control plane of one cluster: identity, configuration, telemetry, Admin API.",
                 "causeway-control");
    if (argc > 1 && argv[1][0] != '-')
        return maintain(argc, argv);
    app.footer("causeway-control backup|restore --help: the state as one file.");
    Flags flags;
    declare(app, flags);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    if (!flags.authority.issuerKey.empty())
        flags.options.authority = flags.authority;
    if (flags.store.starts_with(kEtcd)) {
        if (flags.options.replica.empty())
            flags.options.replica = hostName();
        flags.options.etcd = flags.etcd;
        flags.options.etcd->endpoints =
            control::parseEtcdEndpoints(flags.store.substr(kEtcd.size())).value();
    }
    flags.options.leafLife = flags.leafLife;
    const auto level = log::parseLevel(flags.logLevel);
    log::configure("control", level.value_or(log::Level::Info),
                   flags.logFormat == "json" ? log::Format::Json : log::Format::Text);
    return run(flags);
}
