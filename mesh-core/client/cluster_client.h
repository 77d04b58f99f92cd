// SPDX-License-Identifier: Apache-2.0
// One cluster's Admin API over mutual TLS. The peer must prove to be that cluster's control plane:
// its certificate's SPIFFE id is compared, so a fleet file that swaps two addresses is an error,
// not a wrong picture. Connects when first asked and again by itself; safe on any thread; every
// query blocks its caller until the answer or the deadline. No gRPC or protobuf type is seen from
// outside. The client must outlive its watches.
#pragma once

#include "base/result.h"
#include "client/credentials.h"
#include "client/fleet_file.h"
#include "client/inventory.h"
#include "client/objects.h"
#include "client/tap.h"
#include "client/watch.h"
#include "recording/recording.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace causeway::client {

struct JoinTokenRequest {
    std::string namespace_;
    std::string serviceAccount;
    std::chrono::seconds ttl{3600};
};

struct RecordingQuery {
    std::int64_t from = 0; // seconds since 1970
    std::int64_t to = 0;   // 0: now
    std::string ns;        // of the services; empty: all
};

// What a cluster's proxies saw in a stretch of time.
struct RecordedStretch {
    recording::Span span;
    std::vector<recording::Sample> samples; // in no order
};

struct ApplyRequest {
    std::string yaml;
    std::string reason;
    bool dryRun = false;
    bool emergency = false; // at once where four eyes are asked for
};

struct DeleteRequest {
    std::vector<ObjectRef> objects;
    std::string reason;
    bool dryRun = false;
    bool emergency = false;
};

struct ProposeRequest {
    std::string yaml;
    std::vector<ObjectRef> removed;
    std::string reason;
};
enum class ChangeDecision { Approve, Reject, Withdraw, Review };

// Errors of every query: Unavailable (nobody answers, with the address and the reason), Timeout,
// Unauthenticated (the TLS handshake failed or the peer is another one), PermissionDenied (our
// role).
class ClusterClient {
public:
    ClusterClient(const FleetFile& fleet, const FleetCluster& cluster,
                  const Credentials& credentials,
                  std::chrono::milliseconds deadline = std::chrono::seconds(5));
    ~ClusterClient();
    ClusterClient(const ClusterClient&) = delete;
    ClusterClient& operator=(const ClusterClient&) = delete;

    [[nodiscard]] const std::string& name() const;

    [[nodiscard]] Result<Cluster> cluster() const;
    [[nodiscard]] Result<std::vector<Service>> services() const;
    [[nodiscard]] Result<std::vector<Proxy>> proxies() const;
    [[nodiscard]] Result<std::vector<Certificate>> certificates() const;
    [[nodiscard]] Result<std::vector<Link>> links() const;
    // Sums over a window that ends then, or as new as can be; it says when it ends.
    [[nodiscard]] Result<EdgeWindow> edges(std::chrono::seconds window,
                                           std::optional<WallTime> end = {}) const;
    [[nodiscard]] Result<std::vector<SeriesPoint>> edgeSeries(const EdgeSelector& select,
                                                              const SeriesRange& range) const;

    // The ladders of probes from this cluster's gateways; of one link, or of all when it is empty.
    [[nodiscard]] Result<ProbeWindow> probes(const std::string& link, std::chrono::seconds window,
                                             std::optional<WallTime> end = {}) const;
    [[nodiscard]] Result<std::vector<ProbePoint>>
    probeSeries(const std::string& link, telemetry::ProbeRung rung, const SeriesRange& range) const;
    // The TCP connections that this cluster's proxies opened to others; of one link, or of all legs
    // when it is empty.
    [[nodiscard]] Result<ConnectionWindow> connections(const std::string& link,
                                                       std::chrono::seconds window,
                                                       std::optional<WallTime> end = {}) const;
    [[nodiscard]] Result<std::vector<ConnectionPoint>>
    connectionSeries(const std::string& link, const SeriesRange& range) const;

    // Starts with a whole Inventory, also after every reconnect.
    [[nodiscard]] std::unique_ptr<Watch>
    watchInventory(WatchHandlers<InventoryUpdate> handlers) const;
    // Starts with the last `backlog` (at most 900 s). After a reconnect it fills the gap as far as
    // the control plane remembers it; no tick comes twice.
    [[nodiscard]] std::unique_ptr<Watch> watchEdges(std::chrono::seconds backlog,
                                                    WatchHandlers<EdgeTick> handlers) const;

    // Requests as they end, until the watch is let go. Begins anew after a reconnect.
    [[nodiscard]] std::unique_ptr<Watch> watchTap(const TapRequest& request,
                                                  WatchHandlers<TapEvent> handlers) const;

    // Takes as long as it takes, at most two minutes.
    [[nodiscard]] Result<RecordedStretch> recording(const RecordingQuery& query) const;

    [[nodiscard]] Result<std::string> createJoinToken(const JoinTokenRequest& request) const;
    // All objects or none.
    [[nodiscard]] Result<std::vector<AppliedObject>> apply(const ApplyRequest& request) const;
    // An empty kind or namespace matches every one.
    [[nodiscard]] Result<std::vector<StoredObject>> objects(const std::string& kind,
                                                            const std::string& namespace_) const;
    // As it was at that revision; 0: as it is. NotFound when it was not there.
    [[nodiscard]] Result<StoredObject> object(const ObjectRef& ref, std::uint64_t revision) const;
    // All of them, or none.
    [[nodiscard]] Result<std::vector<AppliedObject>> remove(const DeleteRequest& request) const;
    // For a second person to decide on; `yaml` may be empty, and so may `removed`.
    [[nodiscard]] Result<ChangeSet> propose(const ProposeRequest& request) const;
    [[nodiscard]] Result<ChangeSet> decide(std::uint64_t id, ChangeDecision decision,
                                           const std::string& comment) const;
    // By id, without YAML: those that somebody has to look at, or all.
    [[nodiscard]] Result<std::vector<ChangeSet>> changes(bool all) const;
    [[nodiscard]] Result<ChangeSet> change(std::uint64_t id) const;
    // What follows that sequence number in a trail, an empty name: that of whoever answers; no
    // records: that was the last.
    [[nodiscard]] Result<AuditPage> audit(std::uint64_t after, const std::string& trail = {}) const;
    // All that was done to one subject, "server/bank/ledger".
    [[nodiscard]] Result<AuditPage> auditOf(const std::string& subject) const;

private:
    struct Connection;
    std::shared_ptr<const Connection> m_connection;
};

} // namespace causeway::client
