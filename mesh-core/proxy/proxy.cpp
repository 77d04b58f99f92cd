// SPDX-License-Identifier: Apache-2.0
#include "proxy/proxy.h"

#include "base/log.h"
#include "proxy/memory.h"
#include "serve/process_facts.h"

#include <csignal>
#include <malloc.h>
#include <random>
#include <set>
#include <unistd.h>

namespace causeway::proxy {
namespace {

constexpr Duration kReportInterval = std::chrono::seconds(1);
constexpr Duration kMinReportInterval = std::chrono::milliseconds(100);
constexpr Duration kMemoryInterval = std::chrono::milliseconds(250);
constexpr Duration kLastReportTimeout = std::chrono::seconds(2);
using Kind = rules::ResourceName::Kind;

constexpr std::uint64_t kPhases = 8; // of a report's second begin a tenth of it: not all at once

// Reports end with the second of the wall clock, so that two proxies' windows hold the same
// requests. `phase` (0…kPhases-1) spreads the work.
Duration untilNextReport(WallTime now, Duration interval, std::uint64_t phase) {
    const Duration offset = interval / 10 * phase / kPhases;
    const Duration past = (now.time_since_epoch() - offset) % interval;
    const Duration left = interval - past;
    return left < interval / 10 ? left + interval : left; // a timer that came early
}

} // namespace

Proxy::Proxy(Options options, Source source, const Clock& clock)
    : m_options(std::move(options)), m_source(std::move(source)), m_clock(clock),
      m_reporter(m_options, clock), m_watch(m_options, m_workers),
      m_inherited(InheritedSockets::take()), m_reportTimer([this] { report(); }),
      m_drainTimer([this] { onDrained(); }), m_memoryTimer([this] { watchMemory(); }),
      m_memoryLimit(m_options.memoryLimit > 0 ? m_options.memoryLimit : memoryOfControlGroup()) {
    std::random_device seeds;
    for (unsigned i = 0; i < m_options.workers; ++i)
        m_workers.push_back(std::make_unique<Worker>(
            clock, m_options,
            [this](const rules::ResourceName& name) { loop().post([this, name] { want(name); }); },
            (std::uint64_t(seeds()) << 32) | seeds(), m_rateLimiters));
    if (m_options.isGateway())
        m_prober = std::make_unique<Prober>(loop(), m_options.probes, m_options.source);
    m_reportPhase = seeds() % kPhases;
}

Proxy::~Proxy() = default;

Result<std::unique_ptr<Proxy>> Proxy::make(Options options, Source source, const Clock& clock) {
    std::unique_ptr<Proxy> made(new Proxy(std::move(options), std::move(source), clock));
    made->m_signals = std::make_unique<net::Signals>(
        made->loop(),
        std::initializer_list<int>{SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD},
        [proxy = made.get()](int signal) { proxy->onSignal(signal); });
    CAUSEWAY_CHECK(made->listen(made->listenerSpecs()));
    CAUSEWAY_CHECK(made->listenAdmin());
    made->m_inherited.closeRest();
    CAUSEWAY_CHECK(made->m_watch.begin());
    CAUSEWAY_CHECK(made->useSource());
    // Whose place this is serves until we can.
    made->m_takesOver = made->m_inherited.predecessor() != 0;
    if (!made->m_takesOver)
        made->openListeners();
    return made;
}

std::vector<ListenerSpec> Proxy::listenerSpecs() const {
    if (const auto* file = std::get_if<StaticConfig>(&m_source))
        return file->listeners();
    return listenersOf(m_options);
}

Status Proxy::listen(const std::vector<ListenerSpec>& specs) {
    constexpr std::string_view kNames[] = {"outbound", "inbound", "egress", "ingress"};
    for (const ListenerSpec& spec : specs) {
        ListenerSpec bound = spec;
        for (const auto& worker : m_workers) {
            CAUSEWAY_TRY(net::Descriptor socket,
                         m_inherited.listen(bound.address, {.reusePort = m_workers.size() > 1}));
            CAUSEWAY_TRY(bound.address, net::localAddressOf(socket.get()));
            m_listening.push_back(socket.get());
            m_bound.push_back(
                {worker.get(), bound, std::make_shared<net::Descriptor>(std::move(socket))});
        }
        log::info("{} on {}{}",
                  spec.isEdge() ? "edge" : kNames[static_cast<std::size_t>(spec.role)],
                  bound.address.text(),
                  !spec.tls       ? ""
                  : spec.isEdge() ? " (TLS)"
                                  : " (mutual TLS)");
    }
    return {};
}

Status Proxy::listenAdmin() {
    if (!m_options.admin)
        return {};
    CAUSEWAY_TRY(m_boundAdmin, m_inherited.listen(*m_options.admin));
    CAUSEWAY_TRY(const net::Address address, net::localAddressOf(m_boundAdmin.get()));
    m_listening.push_back(m_boundAdmin.get());
    log::info("admin on {}", address.text());
    return {};
}

void Proxy::openListeners() {
    answerProbes(m_bound);
    for (const Bound& each : std::exchange(m_bound, {}))
        each.worker->loop().post(
            [each] { each.worker->serve(each.spec, std::move(*each.socket)); });
    if (m_boundAdmin.valid())
        m_admin = std::make_unique<serve::PageServer>(
            loop(), std::move(m_boundAdmin),
            [this](const serve::PageServer::Request& request, serve::PageServer::Answer answer) {
                serveAdmin(request, std::move(answer));
            });
}

// Datagrams come in where the mesh does: at the ports of ingress listeners, once however many
// workers share them.
void Proxy::answerProbes(const std::vector<Bound>& listeners) {
    if (!m_prober)
        return;
    std::set<std::string> answered;
    for (const Bound& each : listeners) {
        each.worker->answerProbes(m_prober->sessions());
        if (each.spec.role == Role::Egress)
            m_prober->sendThrough(each.spec.address);
        if (each.spec.role != Role::Ingress || !answered.insert(each.spec.address.text()).second)
            continue;
        if (const Status opened = m_prober->answerOn(each.spec.address); !opened)
            log::warn("datagrams of probes are not answered: {}", opened.error().describe());
    }
}

// What arrives meanwhile waits in the sockets that both hold: nobody is refused.
void Proxy::takeOver() {
    if (!m_takesOver || !health().ready())
        return;
    m_takesOver = false;
    openListeners();
    log::info("taking over from process {}", m_inherited.predecessor());
    if (::getppid() == m_inherited.predecessor())
        ::kill(m_inherited.predecessor(), SIGTERM);
}

void Proxy::handOver() {
    if (m_draining || m_takesOver)
        return log::warn("nothing is handed over now: this process {}",
                         m_draining ? "drains" : "has not taken over itself yet");
    if (const Status started = m_successor.start(m_listening); !started)
        log::error("not handed over, serving on: {}", started.error().describe());
}

Status Proxy::useSource() {
    if (std::holds_alternative<StaticConfig>(m_source)) {
        CAUSEWAY_CHECK(reloadCertificates());
        want({Kind::ProxySettings, ""});
        want({Kind::GatewayExports, ""});
        return {};
    }
    ControlClient::Hooks hooks{
        [this](TlsPtr tls) { publish(tls); },
        [this](const rules::ResourceName& name, Piece piece) { publish(name, piece); },
        [this] {
            if (m_reportedLast && m_control->telemetry().unacknowledged() == 0)
                stop();
        },
        [this](const v1::TapOrder& order) { m_watch.order(order, m_control->taps()); },
        [this] { m_watch.endTaps(); }};
    CAUSEWAY_TRY(m_control,
                 ControlClient::make(loop(), m_options, std::get<ControlOptions>(m_source),
                                     std::move(hooks)));
    m_idle = std::make_unique<IdleDestinations>(
        m_workers, m_options.destinationIdle,
        IdleDestinations::Control{
            [this] { return m_control->connected(); },
            [this](const rules::ResourceName& name) { m_control->giveUp(name); }});
    return {};
}

Status Proxy::reloadCertificates() {
    const StaticConfig& file = std::get<StaticConfig>(m_source);
    if (!file.certificates())
        return {};
    CAUSEWAY_TRY(const TlsPtr tls, file.loadTls());
    publish(tls);
    return {};
}

void Proxy::run() {
    for (std::size_t i = 1; i < m_workers.size(); ++i)
        m_threads.emplace_back([worker = m_workers[i].get()] { worker->loop().run(); });
    if (m_control)
        m_control->start();
    armReport();
    if (m_memoryLimit > 0)
        watchMemory();
    loop().defer([this] { takeOver(); });
    loop().run();
    for (std::thread& thread : m_threads)
        thread.join();
}

void Proxy::want(const rules::ResourceName& name) {
    if (m_control)
        return m_control->want(name);
    publish(name, std::get<StaticConfig>(m_source).answer(name));
}

void Proxy::publish(const rules::ResourceName& name, const Piece& piece) {
    if (const auto* settings = std::get_if<SettingsPtr>(&piece))
        useSettings(*settings);
    for (const auto& worker : m_workers)
        worker->loop().post(
            [worker = worker.get(), name, piece] { worker->config().apply(name, piece); });
}

void Proxy::useSettings(const SettingsPtr& settings) {
    m_settings = settings;
    m_watch.useSettings(*settings);
    if (m_prober)
        m_prober->use(*settings);
}

void Proxy::publish(const TlsPtr& tls) {
    m_tls = tls;
    if (m_prober)
        m_prober->use(tls);
    for (const auto& worker : m_workers)
        worker->loop().post([worker = worker.get(), tls] { worker->use(tls); });
}

void Proxy::armReport() {
    const Duration interval =
        m_settings ? std::max(m_settings->reportInterval, kMinReportInterval) : kReportInterval;
    loop().arm(m_reportTimer, untilNextReport(m_clock.wallNow(), interval, m_reportPhase));
}

void Proxy::report() {
    armReport();
    takeOver();
    if (m_control)
        m_control->watchLink();
    if (m_control && m_control->telemetry().wantsReport())
        m_reporter.collect(m_workers, health(), [this](telemetry::Report made) {
            if (m_prober)
                made.probes = m_prober->take();
            m_control->telemetry().add(std::move(made));
        });
}

// Nobody is refused once there is room for a twentieth again.
void Proxy::watchMemory() {
    loop().arm(m_memoryTimer, kMemoryInterval);
    const std::uint64_t used = serve::residentBytes();
    const bool scarce = used > (m_memoryScarce ? m_memoryLimit / 20 * 19 : m_memoryLimit);
    if (scarce) // what was freed may still be the allocator's
        ::malloc_trim(0);
    if (std::exchange(m_memoryScarce, scarce) == scarce)
        return;
    log::warn("memory is {}: {} MiB of {}", scarce ? "scarce, requests are refused" : "enough again",
              used >> 20, m_memoryLimit >> 20);
    for (const auto& worker : m_workers)
        worker->loop().post([worker = worker.get(), scarce] { worker->onMemory(scarce); });
}

ProxyHealth Proxy::health() const {
    return {m_watch.counts(),
            m_tls,
            m_settings != nullptr,
            m_control && m_control->connected(),
            m_control == nullptr,
            m_draining,
            m_control ? m_control->certificatesIssued() : 0,
            m_control ? m_control->updatesRejected() : 0,
            m_control ? m_control->namesHeld() : 0,
            m_control ? m_control->counts() : ControlCounts()};
}

void Proxy::serveMetrics(serve::PageServer::Answer answer) {
    m_reporter.expose(m_workers, health(), [this, answer](std::string page) {
        telemetry::Exposition probes;
        if (m_prober)
            m_prober->write(probes);
        answer({200, page + probes.text(), "text/plain; version=0.0.4; charset=utf-8"});
    });
}

void Proxy::serveAdmin(const serve::PageServer::Request& request, serve::PageServer::Answer answer) {
    if (request.method != "GET")
        return answer(changeByAdmin(request));
    if (request.path == "/live")
        return answer({200, "live\n"});
    if (request.path == "/ready")
        return answer({health().ready() ? 200 : 503, health().describe()});
    if (request.path == "/log-level" || request.path == "/proxy-log-level")
        return answer({200, std::string(log::levelName()) + "\n"});
    if (request.path == "/metrics")
        return serveMetrics(std::move(answer));
    answer({404, "served here: GET /live /ready /metrics /log-level, PUT /log-level, POST "
                 "/shutdown\n"});
}

serve::PageServer::Page Proxy::changeByAdmin(const serve::PageServer::Request& request) {
    if (request.method == "POST" && request.path == "/shutdown") {
        if (!m_draining)
            loop().defer([this] { drain(); });
        return {200, "draining\n"};
    }
    if (request.method == "PUT"
        && (request.path == "/log-level" || request.path == "/proxy-log-level")) {
        const auto level =
            log::parseLevel(request.body.substr(0, request.body.find_last_not_of(" \r\n") + 1));
        if (!level)
            return {400, level.error().describe() + "\n"};
        log::setLevel(*level);
        return {200, std::string(log::levelName()) + "\n"};
    }
    return {404, "what can be changed here: POST /shutdown, PUT /log-level\n"};
}

void Proxy::onSignal(int signal) {
    if (signal == SIGCHLD)
        return m_successor.reap();
    if (signal == SIGUSR2)
        return handOver();
    if (signal == SIGHUP || signal == SIGUSR1)
        m_watch.reopenLog();
    if (signal == SIGUSR1)
        return;
    if (signal != SIGHUP)
        return m_draining ? stop() : drain();
    if (m_control)
        return;
    if (auto reloaded = reloadCertificates(); !reloaded)
        log::error("the certificates were not renewed: {}", reloaded.error().describe());
    else
        log::info("certificates read anew");
}

void Proxy::drain() {
    log::info("draining");
    m_draining = true;
    if (m_prober)
        m_prober->stop();
    m_undrained = m_workers.size();
    loop().arm(m_drainTimer, m_options.drainTimeout);
    report(); // so that the control plane withdraws this endpoint now
    for (const auto& worker : m_workers)
        worker->loop().post([this, worker = worker.get()] {
            worker->drain([this] {
                loop().post([this] {
                    if (--m_undrained == 0)
                        onDrained();
                });
            });
        });
}

void Proxy::onDrained() {
    if (m_reportedLast)
        return stop(); // the last report was not acknowledged in time
    m_drainTimer.cancel();
    m_reportTimer.cancel();
    m_watch.flush();
    if (m_undrained > 0)
        log::warn("not everything was done within the drain timeout");
    for (const auto& worker : m_workers)
        worker->loop().post([worker = worker.get()] { worker->closeAll(); });
    if (!m_control || !m_control->connected())
        return stop();
    // Requests that were cut off just now are counted, too: the report comes after them.
    m_reporter.collect(m_workers, health(), [this](telemetry::Report made) {
        m_reportedLast = true;
        if (m_prober)
            made.probes = m_prober->take();
        m_control->telemetry().add(std::move(made));
        loop().arm(m_drainTimer, kLastReportTimeout);
    });
}

void Proxy::stop() {
    if (m_control)
        m_control->stop();
    log::info("stopped");
    for (const auto& worker : m_workers)
        worker->loop().stop();
}

} // namespace causeway::proxy
