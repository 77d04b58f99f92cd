// SPDX-License-Identifier: Apache-2.0
#include "control/control_plane.h"

#include "base/log.h"
#include "control/observe/metrics_page.h"
#include "control/store/etcd_replicas.h"
#include "control/store/etcd_store.h"
#include "control/store/sqlite_store.h"

#include <malloc.h>
#include <sys/eventfd.h>

#include <array>
#include <poll.h>
#include <unistd.h>

namespace causeway::control {

namespace {

using namespace std::chrono_literals;

constexpr Duration kStopWithin = 1s;
constexpr std::string_view kItself = "causeway-control"; // who applies --objects, in the audit
// Seconds of telemetry are closed half a second after they are over.
constexpr Duration kPhase = 500ms;
// What wakes us comes in crowds: a fleet that restarts.
constexpr int kPauseMs = 50;
constexpr Duration kTrimEvery = 30s;

// Until the next half second of the wall clock.
std::chrono::milliseconds untilNextTurn(WallTime now) {
    const auto next = std::chrono::floor<std::chrono::seconds>(now - kPhase) + 1s + kPhase;
    return std::chrono::ceil<std::chrono::milliseconds>(next - now) + 1ms;
}

std::string derText(const tls::Certificate& certificate) {
    const auto der = certificate.der();
    return std::string(textOf(der));
}

// What several control planes have to have in common, or a proxy would be told different things.
Status checkShared(const Options& options) {
    if (!options.etcd || (options.authority && !options.joinTokenKey.empty()))
        return {};
    return fail(ErrorKind::InvalidInput,
                "a store in etcd is for several control planes of one cluster, which have the "
                "issuer and the key of join tokens in common: give --trust-anchors, --issuer-cert, "
                "--issuer-key and --join-token-key");
}

Result<std::unique_ptr<Store>> storeOf(const Options& options, const StateFolder& state) {
    if (options.etcd)
        return EtcdStore::open(*options.etcd);
    return SqliteStore::open(state.path("store.db"));
}

Result<std::unique_ptr<Replicas>> replicasOf(const Options& options) {
    if (options.etcd)
        return EtcdReplicas::join(*options.etcd, options.replica);
    return std::make_unique<NoReplicas>();
}

Result<ClusterName> clusterOf(const Objects& objects) {
    const SharedObjects current = objects.current();
    const auto& set = current->set();
    if (set.clusterName().empty())
        return fail(ErrorKind::InvalidInput,
                    "no Cluster is declared; give a file with one (apiVersion "
                    "causeway.dev/v1alpha1, kind Cluster) by --objects");
    const resource::Cluster& cluster = set.cluster();
    for (const auto& [field, value] : {std::pair("trustDomain", &cluster.trustDomain),
                                       std::pair("clusterDomain", &cluster.clusterDomain)})
        if (value->empty())
            return fail(ErrorKind::InvalidInput, "Cluster " + set.clusterName() + ": spec." + field
                                                     + ": found nothing; expected a domain name");
    return ClusterName{.trustDomain = cluster.trustDomain, .name = set.clusterName()};
}

} // namespace

ControlPlane::ControlPlane(StateFolder state, const Clock& clock)
    : m_state(std::move(state)), m_clock(clock), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      m_events(clock) {}

ControlPlane::~ControlPlane() {
    stop();
    ::close(m_wake);
}

Result<std::unique_ptr<ControlPlane>> ControlPlane::start(const Options& options,
                                                          const Clock& clock) {
    CAUSEWAY_CHECK(checkShared(options));
    CAUSEWAY_TRY(StateFolder state, StateFolder::open(options.state));
    std::unique_ptr<ControlPlane> plane(new ControlPlane(std::move(state), clock));
    CAUSEWAY_CHECK(plane->openStore(options));
    CAUSEWAY_CHECK(plane->openIdentity(options));
    CAUSEWAY_CHECK(plane->makeServices(options));
    plane->connectParts();
    CAUSEWAY_CHECK(plane->watchStore());
    CAUSEWAY_CHECK(plane->openListeners(options));
    plane->turn();
    return plane;
}

Status ControlPlane::openStore(const Options& options) {
    CAUSEWAY_TRY(m_store, storeOf(options, m_state));
    CAUSEWAY_TRY(m_replicas, replicasOf(options));
    CAUSEWAY_TRY(m_audit, AuditTrail::open(*m_store, m_clock, m_replicas->own()));
    CAUSEWAY_TRY(m_objects, Objects::open(*m_store, *m_audit));
    for (const std::string& file : options.objectFiles) {
        CAUSEWAY_TRY(const std::string yaml, readFile(file));
        CAUSEWAY_TRY(
            const auto applied,
            m_objects->change({.yaml = yaml, .source = file, .removed = {}},
                              {.who = std::string(kItself), .reason = "--objects " + file}));
        log::debug("{}: {} objects", file, applied.size());
    }
    CAUSEWAY_TRY(m_cluster, clusterOf(*m_objects));
    return {};
}

Status ControlPlane::openIdentity(const Options& options) {
    const WallTime now = m_clock.wallNow();
    m_authorityFiles = options.authority;
    if (!m_authorityFiles) {
        CAUSEWAY_TRY(m_authorityFiles,
                     AuthorityFiles::madeIn(m_state, m_cluster.trustDomain, m_cluster.name, now));
    }
    CAUSEWAY_TRY(auto trust, Trust::load(*m_authorityFiles, now));
    CAUSEWAY_TRY(m_authority, Authority::make(std::move(trust), *m_authorityFiles));
    CAUSEWAY_TRY(m_tokens, JoinTokens::open(m_state, options.joinTokenKey, m_cluster.name));
    CAUSEWAY_TRY(m_certificates, Certificates::open(*m_store, m_cluster.name));
    m_certificates->setAuthorities(m_authority->trust());
    m_registrar.emplace(Registrar::Parts{.store = *m_store,
                                         .authority = *m_authority,
                                         .tokens = *m_tokens,
                                         .certificates = *m_certificates,
                                         .events = m_events,
                                         .clock = m_clock},
                        m_cluster, options.leafLife);
    CAUSEWAY_TRY(auto leaf, ServingLeaf::make({.state = m_state,
                                               .authority = *m_authority,
                                               .certificates = *m_certificates,
                                               .clock = m_clock},
                                              m_cluster, options.leafLife));
    m_leaf.emplace(std::move(leaf));
    return {};
}

Status ControlPlane::openPresence() {
    if (!m_replicas->own().empty()) {
        CAUSEWAY_TRY(m_elsewhere, Elsewhere::open(*m_store, *m_replicas, m_clock));
    }
    CAUSEWAY_TRY(m_presence,
                 Presence::open(*m_store, m_clock, m_replicas->own(), m_elsewhere.get()));
    return {};
}

Status ControlPlane::makeServices(const Options& options) {
    CAUSEWAY_CHECK(openPresence());
    CAUSEWAY_TRY(m_collector, Collector::open(m_state.path("telemetry.db"), m_clock, m_events,
                                              {.bytes = options.telemetryBytes}));
    CAUSEWAY_TRY(m_recorder, FlightRecorder::open(m_state.path("recording.db"), m_clock, m_events));
    m_inventory.emplace(*m_objects, *m_presence, *m_certificates, m_clock);
    m_feed.emplace(*m_inventory, m_events, m_clock);
    m_edges.emplace(*m_collector);
    m_probes.emplace(*m_collector);
    m_connections.emplace(*m_collector);
    m_identityService = std::make_unique<IdentityService>(*m_registrar, m_clock);
    m_configService =
        std::make_unique<ConfigService>(*m_objects, *m_presence, m_events, trustBundle());
    m_trustFiles.emplace(TrustFiles::Parts{.authority = *m_authority,
                                           .certificates = *m_certificates,
                                           .presence = *m_presence,
                                           .audit = *m_audit,
                                           .events = m_events,
                                           .clock = m_clock},
                         *m_authorityFiles, m_cluster.name);
    m_telemetryService =
        std::make_unique<TelemetryService>(TelemetryService::Parts{.collector = *m_collector,
                                                                   .recorder = *m_recorder,
                                                                   .objects = *m_objects,
                                                                   .presence = *m_presence,
                                                                   .certificates = *m_certificates,
                                                                   .events = m_events,
                                                                   .hurry = [this] { wake(); }});
    m_changes.emplace(*m_store, *m_audit, *m_objects, m_clock);
    m_tapService = std::make_unique<TapService>(m_taps, *m_objects);
    m_adminService = std::make_unique<AdminService>(AdminService::Parts{.inventory = *m_inventory,
                                                                        .feed = *m_feed,
                                                                        .edges = *m_edges,
                                                                        .probes = *m_probes,
                                                                        .connections = *m_connections,
                                                                        .recorder = *m_recorder,
                                                                        .presence = *m_presence,
                                                                        .objects = *m_objects,
                                                                        .changes = *m_changes,
                                                                        .audit = *m_audit,
                                                                        .tokens = *m_tokens,
                                                                        .taps = m_taps,
                                                                        .events = m_events,
                                                                        .clock = m_clock,
                                                                        .cluster = m_cluster});
    return {};
}

rules::TrustBundle ControlPlane::trustBundle() const {
    rules::TrustBundle bundle{.trustDomain = m_cluster.trustDomain, .anchors = {}};
    for (const tls::Certificate& anchor : m_authority->trust().anchors)
        bundle.anchors.push_back(derText(anchor));
    return bundle;
}

void ControlPlane::connectParts() {
    const auto worldChanged = [this] {
        m_configService->worldChanged();
        wake();
    };
    m_objects->onChange(worldChanged);
    m_presence->onReadiness(worldChanged);
    if (m_elsewhere)
        m_elsewhere->onChange(worldChanged);
    m_collector->onTick([this] { m_adminService->wakeEdges(); });
    m_taps.onEvents([this] { m_adminService->wakeTaps(); });
    m_collector->onFlushed([this] {
        m_recorder->flush();
        m_telemetryService->flushed();
    });
    m_events.onEvent([this](const Event& event) {
        m_feed->add(event);
        wake();
    });
}

Status ControlPlane::watchStore() {
    CAUSEWAY_CHECK(m_objects->watch());
    if (!m_elsewhere)
        return {};
    CAUSEWAY_CHECK(m_elsewhere->watch());
    return m_certificates->watch();
}

Status ControlPlane::openListeners(const Options& options) {
    CAUSEWAY_TRY(m_proxies, listen({.address = options.listen,
                                    .clients = ClientCertificate::IfItHasOne,
                                    .services = {m_identityService.get(), m_configService.get(),
                                                 m_telemetryService.get(), m_tapService.get()}},
                                   *m_leaf));
    CAUSEWAY_TRY(m_people, listen({.address = options.admin,
                                   .clients = ClientCertificate::Required,
                                   .services = {m_adminService.get()}},
                                  *m_leaf));
    if (options.metrics.empty())
        return {};
    CAUSEWAY_TRY(m_metrics, MetricsServer::open(options.metrics, m_clock,
                                                [this] { return metricsPage(); }));
    return {};
}

Status ControlPlane::run(int stopSignal) {
    std::array<pollfd, 2> waits{{{.fd = stopSignal, .events = POLLIN, .revents = 0},
                                 {.fd = m_wake, .events = POLLIN, .revents = 0}}};
    for (;;) {
        const auto timeout = untilNextTurn(m_clock.wallNow());
        const int count = ::poll(waits.data(), waits.size(), static_cast<int>(timeout.count()));
        if (count < 0 && errno != EINTR)
            return failErrno("wait for work", errno);
        if (count > 0 && waits[0].revents != 0)
            break;
        eventfd_t woken = 0;
        ::eventfd_read(m_wake, &woken);
        turn();
        if (::poll(waits.data(), 1, kPauseMs) > 0)
            break;
    }
    stop();
    return {};
}

void ControlPlane::turn() {
    m_objects->turn();
    if (m_elsewhere)
        m_elsewhere->turn();
    m_presence->turn();
    m_collector->turn();
    m_recorder->tidy();
    m_audit->tellDenials();
    m_certificates->turn(m_clock.wallNow(), m_replicas->isLeader());
    if (m_replicas->isLeader())
        leadersTurn();
    const bool isTrustNew = m_trustFiles->turn();
    if (isTrustNew)
        m_configService->trustChanged(trustBundle());
    const auto renewed = isTrustNew ? m_leaf->trustChanged() : m_leaf->renewIfDue();
    if (!renewed)
        m_events.add(Severity::Error, "certificate.renewal", m_leaf->identity().uri(),
                     "the control plane cannot renew its own leaf: " + renewed.error().describe());
    if (m_clock.now() >= m_nextTrim) {
        m_nextTrim = m_clock.now() + kTrimEvery;
        ::malloc_trim(0); // what a crowd that came and answers that were long have left behind
    }
    m_feed->refresh();
    m_adminService->wakeInventory();
}

// What only one of several control planes does.
void ControlPlane::leadersTurn() {
    const auto issuer = m_authority->trust().issuer;
    auto done = m_audit->checkpoint(m_cluster.name, issuer);
    if (done && m_elsewhere)
        done = m_audit->checkpointOthers(m_cluster.name, issuer);
    tellSigned(done);
}

void ControlPlane::tellSigned(const Status& done) {
    const bool isNew = !done && m_auditIsSigned; // told once, not every second
    m_auditIsSigned = done.has_value();
    if (isNew)
        m_events.add(Severity::Error, "audit.checkpoint", m_cluster.name,
                     "the audit trail is not signed: " + done.error().describe());
}

std::string ControlPlane::metricsPage() const {
    const auto objects = m_objects->current();
    return serialize(MetricsFacts{.cluster = m_cluster.name,
                                  .replica = m_replicas->own(),
                                  .isLeader = m_replicas->isLeader(),
                                  .replicas = m_replicas->alive().size(),
                                  .objects = objects->set().all().size(),
                                  .objectsRevision = objects->revision(),
                                  .countedUntil = m_collector->publishedUntil(),
                                  .kept = m_collector->kept(),
                                  .certificates = m_certificates->list(),
                                  .proxies = m_presence->list(),
                                  .events = m_events.totals(),
                                  .process = serve::ProcessFacts::read()});
}

void ControlPlane::wake() const {
    ::eventfd_write(m_wake, 1);
}

void ControlPlane::stop() {
    m_metrics.reset();
    if (m_objects)
        m_objects->stopWatching();
    if (m_elsewhere)
        m_elsewhere->stopWatching();
    if (m_certificates)
        m_certificates->stopWatching();
    if (m_presence)
        m_presence->stopping();
    if (m_collector)
        m_collector->turn();
    if (m_adminService)
        m_adminService->stop();
    if (m_identityService)
        m_identityService->stop();
    if (m_configService)
        m_configService->stop();
    if (m_telemetryService)
        m_telemetryService->stop();
    if (m_tapService)
        m_tapService->stop();
    for (Server* server : {&m_proxies, &m_people})
        if (server->server)
            server->server->Shutdown(std::chrono::system_clock::now() + kStopWithin);
    m_proxies.server.reset();
    m_people.server.reset();
    if (m_audit)
        m_audit->tellDenials(true);
    if (m_audit && m_authority)
        tellSigned(m_audit->checkpoint(m_cluster.name, m_authority->trust().issuer, true));
    if (m_collector)
        m_collector->turn();
}

} // namespace causeway::control
