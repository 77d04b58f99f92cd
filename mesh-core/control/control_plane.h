// SPDX-License-Identifier: Apache-2.0
// The control plane of one cluster: makes its parts, connects them, and does the periodic work.
// Owned by main, which calls run() on its own thread; gRPC brings the others.
#pragma once

#include "control/admin/admin_service.h"
#include "control/collect/telemetry_service.h"
#include "control/config/config_service.h"
#include "control/identity/identity_service.h"
#include "control/identity/trust_files.h"
#include "control/listening.h"
#include "control/observe/metrics_server.h"
#include "control/store/etcd_options.h"
#include "control/store/replicas.h"
#include "control/store/store.h"
#include "control/tap/tap_service.h"

#include <optional>

namespace causeway::control {

struct Options {
    std::vector<std::string> objectFiles;
    std::string state;
    std::string listen;
    std::string admin;
    std::string metrics; // address of the pages for Prometheus; empty: none
    std::optional<AuthorityFiles> authority; // none: made in the state folder
    std::string joinTokenKey;                // PEM file; empty: one of its own in the state folder
    std::optional<EtcdOptions> etcd;         // none: the store is a file in the state folder
    std::string replica;                     // our name among those that share the etcd
    Duration leafLife = std::chrono::hours(24);
    std::int64_t telemetryBytes = History::Limits().bytes; // of history on disk, at most
};

class ControlPlane {
public:
    // Everything but the listeners' first call. Errors are sentences for the one who started it.
    [[nodiscard]] static Result<std::unique_ptr<ControlPlane>> start(const Options& options,
                                                                     const Clock& clock);
    ~ControlPlane();

    // Works until `stopSignal` becomes readable, then ends within three seconds; an etcd that is
    // away then costs its deadline as well.
    [[nodiscard]] Status run(int stopSignal);

    [[nodiscard]] const std::string& listenAddress() const { return m_proxies.address; }
    [[nodiscard]] const std::string& adminAddress() const { return m_people.address; }
    [[nodiscard]] std::string metricsAddress() const { // empty: none
        return m_metrics ? m_metrics->address() : std::string();
    }
    [[nodiscard]] const ClusterName& cluster() const { return m_cluster; }

private:
    ControlPlane(StateFolder state, const Clock& clock);
    [[nodiscard]] Status openStore(const Options& options);
    [[nodiscard]] Status openPresence();
    [[nodiscard]] Status openIdentity(const Options& options);
    [[nodiscard]] Status makeServices(const Options& options);
    [[nodiscard]] Status openListeners(const Options& options);
    [[nodiscard]] rules::TrustBundle trustBundle() const;
    void connectParts();
    [[nodiscard]] Status watchStore();
    void turn();
    void leadersTurn();
    void tellSigned(const Status& done);
    [[nodiscard]] std::string metricsPage() const;
    void wake() const;
    void stop();

    StateFolder m_state;
    const Clock& m_clock;
    int m_wake; // eventfd
    EventLog m_events;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Replicas> m_replicas;
    std::unique_ptr<AuditTrail> m_audit;
    bool m_auditIsSigned = true;
    MonotonicTime m_nextTrim{};
    std::unique_ptr<Objects> m_objects;
    std::optional<Changes> m_changes;
    ClusterName m_cluster;
    std::optional<AuthorityFiles> m_authorityFiles;
    std::optional<Authority> m_authority;
    std::optional<JoinTokens> m_tokens;
    std::unique_ptr<Certificates> m_certificates;
    std::optional<Registrar> m_registrar;
    std::optional<ServingLeaf> m_leaf;
    std::unique_ptr<Elsewhere> m_elsewhere; // none: nobody shares the store
    std::unique_ptr<Presence> m_presence;
    std::optional<TrustFiles> m_trustFiles;
    std::unique_ptr<Collector> m_collector;
    std::unique_ptr<FlightRecorder> m_recorder;
    std::optional<Inventory> m_inventory;
    std::optional<InventoryFeed> m_feed;
    std::optional<EdgeQueries> m_edges;
    std::optional<ProbeQueries> m_probes;
    std::optional<ConnectionQueries> m_connections;
    TapHub m_taps;
    std::unique_ptr<IdentityService> m_identityService;
    std::unique_ptr<ConfigService> m_configService;
    std::unique_ptr<TelemetryService> m_telemetryService;
    std::unique_ptr<TapService> m_tapService;
    std::unique_ptr<AdminService> m_adminService;
    Server m_proxies;
    Server m_people;
    std::unique_ptr<MetricsServer> m_metrics; // asks the others from its own thread
};

} // namespace causeway::control
