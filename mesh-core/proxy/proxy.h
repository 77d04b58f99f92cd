// SPDX-License-Identifier: Apache-2.0
// The process: workers and their threads, configuration from a control plane or a file, reports,
// admin pages, drain. The first worker's loop is the main thread's; everything here lives on it.
#pragma once

#include "net/signals.h"
#include "serve/page_server.h"
#include "proxy/control/client.h"
#include "proxy/observe/watch.h"
#include "proxy/probe/prober.h"
#include "proxy/handover.h"
#include "proxy/idle_destinations.h"
#include "proxy/reporter.h"
#include "proxy/static_config.h"

#include <thread>

namespace causeway::proxy {

class Proxy {
public:
    using Source = std::variant<ControlOptions, StaticConfig>;

    // Binds every listener, or takes those that were handed over (handover.h); fails when one
    // cannot be had, or when a file is unusable.
    [[nodiscard]] static Result<std::unique_ptr<Proxy>> make(Options options, Source source,
                                                             const Clock& clock);
    ~Proxy();
    // Until it has drained after SIGTERM or SIGINT.
    void run();

private:
    Proxy(Options options, Source source, const Clock& clock);

    struct Bound {
        Worker* worker;
        ListenerSpec spec;
        std::shared_ptr<net::Descriptor> socket;
    };

    [[nodiscard]] Status listen(const std::vector<ListenerSpec>& specs);
    void openListeners();
    void answerProbes(const std::vector<Bound>& listeners);
    void takeOver();
    void handOver();
    [[nodiscard]] std::vector<ListenerSpec> listenerSpecs() const;
    [[nodiscard]] Status listenAdmin();
    [[nodiscard]] Status useSource();
    [[nodiscard]] Status reloadCertificates();

    void want(const rules::ResourceName& name);
    void publish(const rules::ResourceName& name, const Piece& piece);
    void publish(const TlsPtr& tls);
    void useSettings(const SettingsPtr& settings);
    void armReport();
    void report();
    void serveMetrics(serve::PageServer::Answer answer);
    void watchMemory();
    void serveAdmin(const serve::PageServer::Request& request, serve::PageServer::Answer answer);
    [[nodiscard]] serve::PageServer::Page changeByAdmin(const serve::PageServer::Request& request);
    void onSignal(int signal);
    void drain();
    void onDrained();
    void stop();
    [[nodiscard]] ProxyHealth health() const;
    [[nodiscard]] net::EventLoop& loop() { return m_workers.front()->loop(); }

    const Options m_options;
    Source m_source;
    const Clock& m_clock;
    RateLimiters m_rateLimiters;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::vector<std::thread> m_threads; // of all workers but the first
    Reporter m_reporter;
    Watch m_watch;
    std::unique_ptr<Prober> m_prober; // of a gateway
    std::unique_ptr<ControlClient> m_control;
    std::unique_ptr<IdleDestinations> m_idle; // with a control plane
    InheritedSockets m_inherited;
    Successor m_successor;
    bool m_takesOver = false;   // and does not serve yet
    std::vector<Bound> m_bound; // listening, and not yet served
    net::Descriptor m_boundAdmin;
    std::vector<int> m_listening; // every socket, for who takes over
    std::unique_ptr<serve::PageServer> m_admin;
    std::unique_ptr<net::Signals> m_signals;
    net::Timer m_reportTimer;
    std::uint64_t m_reportPhase = 0;
    net::Timer m_drainTimer;
    net::Timer m_memoryTimer;
    std::uint64_t m_memoryLimit = 0; // bytes; 0: none
    bool m_memoryScarce = false;
    SettingsPtr m_settings;
    TlsPtr m_tls;
    std::size_t m_undrained = 0;
    bool m_draining = false;
    bool m_reportedLast = false;
};

} // namespace causeway::proxy
