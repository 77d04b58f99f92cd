// SPDX-License-Identifier: Apache-2.0
// The Admin service: checks who calls, asks the part that knows, answers. Owned by the control
// plane, outlives its server; any thread.
#pragma once

#include "causeway/v1/admin.grpc.pb.h"
#include "control/admin/caller.h"
#include "control/admin/edge_queries.h"
#include "control/admin/inventory_feed.h"
#include "control/admin/connection_queries.h"
#include "control/admin/probe_queries.h"
#include "control/admin/watch_stream.h"
#include "control/change/changes.h"
#include "control/identity/join_tokens.h"
#include "control/identity/registrar.h"
#include "control/recording/flight_recorder.h"
#include "control/tap/tap_hub.h"

namespace causeway::control {

// QueryEdges answers in bytes that are serialised already.
class AdminService final
    : public v1::Admin::WithRawCallbackMethod_QueryEdges<v1::Admin::CallbackService> {
public:
    struct Parts {
        const Inventory& inventory;
        const InventoryFeed& feed;
        const EdgeQueries& edges;
        const ProbeQueries& probes;
        const ConnectionQueries& connections;
        const FlightRecorder& recorder;
        const Presence& presence;
        Objects& objects;
        Changes& changes;
        AuditTrail& audit;
        const JoinTokens& tokens;
        TapHub& taps;
        EventLog& events;
        const Clock& clock;
        ClusterName cluster;
    };
    explicit AdminService(Parts parts) : m_parts(std::move(parts)) {}

    template <typename Message> using Writer = ::grpc::ServerWriteReactor<Message>;
    using Context = ::grpc::CallbackServerContext;
    using Unary = ::grpc::ServerUnaryReactor;

    Unary* GetCluster(Context* context, const v1::GetClusterRequest* request,
                      v1::Cluster* response) override;
    Unary* ListServices(Context* context, const v1::ListServicesRequest* request,
                        v1::ListServicesResponse* response) override;
    Unary* ListProxies(Context* context, const v1::ListProxiesRequest* request,
                       v1::ListProxiesResponse* response) override;
    Unary* ListCertificates(Context* context, const v1::ListCertificatesRequest* request,
                            v1::ListCertificatesResponse* response) override;
    Unary* ListLinks(Context* context, const v1::ListLinksRequest* request,
                     v1::ListLinksResponse* response) override;
    Unary* QueryEdges(Context* context, const ::grpc::ByteBuffer* request,
                      ::grpc::ByteBuffer* response) override;
    Unary* QueryEdgeSeries(Context* context, const v1::QueryEdgeSeriesRequest* request,
                           v1::QueryEdgeSeriesResponse* response) override;
    Unary* QueryProbes(Context* context, const v1::QueryProbesRequest* request,
                       v1::QueryProbesResponse* response) override;
    Unary* QueryProbeSeries(Context* context, const v1::QueryProbeSeriesRequest* request,
                            v1::QueryProbeSeriesResponse* response) override;
    Unary* QueryConnections(Context* context, const v1::QueryConnectionsRequest* request,
                            v1::QueryConnectionsResponse* response) override;
    Unary* QueryConnectionSeries(Context* context, const v1::QueryConnectionSeriesRequest* request,
                                 v1::QueryConnectionSeriesResponse* response) override;
    Writer<v1::EdgeTick>* WatchEdges(Context* context,
                                     const v1::WatchEdgesRequest* request) override;
    Writer<v1::InventoryUpdate>* WatchInventory(Context* context,
                                                const v1::WatchInventoryRequest* request) override;
    Writer<v1::TapEvent>* Tap(Context* context, const v1::TapRequest* request) override;
    Writer<v1::RecordingPart>* ReadRecording(Context* context,
                                             const v1::ReadRecordingRequest* request) override;
    Unary* CreateJoinToken(Context* context, const v1::CreateJoinTokenRequest* request,
                           v1::CreateJoinTokenResponse* response) override;
    Unary* ApplyObjects(Context* context, const v1::ApplyObjectsRequest* request,
                        v1::ApplyObjectsResponse* response) override;
    Unary* ListObjects(Context* context, const v1::ListObjectsRequest* request,
                       v1::ListObjectsResponse* response) override;
    Unary* GetObject(Context* context, const v1::GetObjectRequest* request,
                     v1::StoredObject* response) override;
    Unary* DeleteObjects(Context* context, const v1::DeleteObjectsRequest* request,
                         v1::ApplyObjectsResponse* response) override;
    Unary* ProposeChange(Context* context, const v1::ProposeChangeRequest* request,
                         v1::ChangeSet* response) override;
    Unary* DecideChange(Context* context, const v1::DecideChangeRequest* request,
                        v1::ChangeSet* response) override;
    Unary* ListChanges(Context* context, const v1::ListChangesRequest* request,
                       v1::ListChangesResponse* response) override;
    Unary* GetChange(Context* context, const v1::GetChangeRequest* request,
                     v1::ChangeSet* response) override;
    Unary* ListAudit(Context* context, const v1::ListAuditRequest* request,
                     v1::ListAuditResponse* response) override;

    // There is something new for those who watch.
    void wakeEdges() { m_edgeWatchers.wakeAll(); }
    void wakeTaps() { m_tapWatchers.wakeAll(); }
    void wakeInventory() { m_inventoryWatchers.wakeAll(); }
    void stop();

private:
    // Answers a call with what `body` returns, once the caller may make it.
    Unary* answer(Context* context, Need need, std::string_view method,
                  const std::function<Status()>& body);
    [[nodiscard]] Status admit(const Context& context, Need need, std::string_view method) const;
    [[nodiscard]] Result<std::shared_ptr<TapHub::Subscription>>
    startTap(const Context& context, const v1::TapRequest& request);
    [[nodiscard]] Status createToken(const Actor& actor, const v1::CreateJoinTokenRequest& request,
                                     v1::CreateJoinTokenResponse& response) const;
    // At once, if the cluster lets one person, or if it is an emergency.
    struct Wish {
        bool dryRun = false;
        bool emergency = false;
    };
    [[nodiscard]] Result<std::vector<AppliedObject>> change(const ObjectChange& change,
                                                            const Actor& actor, Wish wish);
    // As an event: "ida: ticket 7"
    void tell(const std::string& kind, const std::string& subject, const Actor& actor);
    void tellChanges(const Actor& actor, const std::vector<AppliedObject>& objects, bool dryRun,
                     v1::ApplyObjectsResponse& response);
    [[nodiscard]] Status list(const v1::ListObjectsRequest& request,
                              v1::ListObjectsResponse& response) const;

    Parts m_parts;
    Watchers m_edgeWatchers;
    Watchers m_inventoryWatchers;
    Watchers m_tapWatchers;
    Watchers m_recordingReaders;
};

} // namespace causeway::control
