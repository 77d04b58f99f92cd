// SPDX-License-Identifier: Apache-2.0
#include "client/cluster_client.h"

#include "causeway/v1/admin.grpc.pb.h"
#include "client/messages.h"
#include "client/stream_watch.h"
#include "convert/convert.h"

#include <algorithm>

namespace causeway::client {

namespace {

constexpr std::chrono::seconds kMostBacklog(900);
// Ticks are a second apart: asked again with this much overlap, none is missed.
constexpr std::chrono::seconds kOverlap(2);
constexpr std::chrono::minutes kLongestRead(2);

Status take(const v1::RecordingPart& part, RecordedStretch& into) {
    if (part.has_span()) {
        into.span.from = part.span().start();
        into.span.to = part.span().end();
        into.span.givenUp = part.span().given_up();
    }
    for (const auto& request : part.requests()) {
        CAUSEWAY_TRY(auto sample, convert::fromProto(request));
        into.samples.push_back(std::move(sample));
    }
    return {};
}

} // namespace

struct ClusterClient::Connection {
    FleetCluster where;
    std::chrono::milliseconds deadline;
    std::shared_ptr<::grpc::Channel> channel;
    std::unique_ptr<v1::Admin::Stub> stub;

    template <typename Request, typename Response>
    using Method = ::grpc::Status (v1::Admin::Stub::*)(::grpc::ClientContext*, const Request&,
                                                       Response*);

    template <typename Request, typename Response>
    [[nodiscard]] Result<Response> call(Method<Request, Response> method,
                                        const Request& request) const {
        ::grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + deadline);
        Response response;
        const ::grpc::Status status = (stub.get()->*method)(&context, request, &response);
        if (!status.ok())
            return tl::unexpected(describeFailure(status, where));
        return response;
    }

    template <typename Message, typename Request>
    [[nodiscard]] StreamCall<Message> stream(const std::shared_ptr<const Connection>& self,
                                             std::unique_ptr<::grpc::ClientReader<Message>> (
                                                 v1::Admin::Stub::*method)(::grpc::ClientContext*,
                                                                           const Request&),
                                             std::function<Request()> request) const {
        return {
            [self, method, request](::grpc::ClientContext* context) {
                return (self->stub.get()->*method)(context, request());
            },
            [self](const ::grpc::Status& status) { return describeFailure(status, self->where); },
            [self] { ::grpc::experimental::ChannelResetConnectionBackoff(self->channel.get()); }};
    }
};

ClusterClient::ClusterClient(const FleetFile& fleet, const FleetCluster& cluster,
                             const Credentials& credentials, std::chrono::milliseconds deadline) {
    auto channel = makeChannel(fleet, cluster, credentials);
    auto stub = v1::Admin::NewStub(channel);
    m_connection =
        std::make_shared<const Connection>(cluster, deadline, std::move(channel), std::move(stub));
}

ClusterClient::~ClusterClient() = default;

const std::string& ClusterClient::name() const {
    return m_connection->where.name;
}

Result<Cluster> ClusterClient::cluster() const {
    CAUSEWAY_TRY(const auto answer,
                 m_connection->call(&v1::Admin::Stub::GetCluster, v1::GetClusterRequest()));
    return fromMessage(answer);
}

Result<std::vector<Service>> ClusterClient::services() const {
    CAUSEWAY_TRY(const auto answer,
                 m_connection->call(&v1::Admin::Stub::ListServices, v1::ListServicesRequest()));
    return fromMessages(answer.services());
}

Result<std::vector<Proxy>> ClusterClient::proxies() const {
    CAUSEWAY_TRY(const auto answer,
                 m_connection->call(&v1::Admin::Stub::ListProxies, v1::ListProxiesRequest()));
    return fromMessages(answer.proxies());
}

Result<std::vector<Certificate>> ClusterClient::certificates() const {
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::ListCertificates,
                                                       v1::ListCertificatesRequest()));
    return fromMessages(answer.certificates());
}

Result<std::vector<Link>> ClusterClient::links() const {
    CAUSEWAY_TRY(const auto answer,
                 m_connection->call(&v1::Admin::Stub::ListLinks, v1::ListLinksRequest()));
    return fromMessages(answer.links());
}

Result<EdgeWindow> ClusterClient::edges(std::chrono::seconds window,
                                        std::optional<WallTime> end) const {
    v1::QueryEdgesRequest request;
    request.set_window_seconds(static_cast<std::uint32_t>(window.count()));
    if (end)
        *request.mutable_end() = toMessage(*end);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::QueryEdges, request));
    return fromMessage(answer);
}

Result<std::vector<SeriesPoint>> ClusterClient::edgeSeries(const EdgeSelector& select,
                                                           const SeriesRange& range) const {
    v1::QueryEdgeSeriesRequest request;
    *request.mutable_select() = toMessage(select);
    *request.mutable_start() = toMessage(range.start);
    *request.mutable_end() = toMessage(range.end);
    request.set_step_seconds(static_cast<std::uint32_t>(range.step.count()));
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::QueryEdgeSeries, request));
    return fromMessages(answer.points());
}

Result<ProbeWindow> ClusterClient::probes(const std::string& link, std::chrono::seconds window,
                                          std::optional<WallTime> end) const {
    v1::QueryProbesRequest request;
    request.set_link(link);
    request.set_window_seconds(static_cast<std::uint32_t>(window.count()));
    if (end)
        *request.mutable_end() = toMessage(*end);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::QueryProbes, request));
    return fromMessage(answer);
}

Result<std::vector<ProbePoint>> ClusterClient::probeSeries(const std::string& link,
                                                           telemetry::ProbeRung rung,
                                                           const SeriesRange& range) const {
    v1::QueryProbeSeriesRequest request;
    request.set_link(link);
    request.set_rung(convert::toProto(rung));
    *request.mutable_start() = toMessage(range.start);
    *request.mutable_end() = toMessage(range.end);
    request.set_step_seconds(static_cast<std::uint32_t>(range.step.count()));
    CAUSEWAY_TRY(const auto answer,
                 m_connection->call(&v1::Admin::Stub::QueryProbeSeries, request));
    return fromMessages(answer.points());
}

Result<ConnectionWindow> ClusterClient::connections(const std::string& link,
                                                    std::chrono::seconds window,
                                                    std::optional<WallTime> end) const {
    v1::QueryConnectionsRequest request;
    request.set_link(link);
    request.set_window_seconds(static_cast<std::uint32_t>(window.count()));
    if (end)
        *request.mutable_end() = toMessage(*end);
    CAUSEWAY_TRY(const auto answer,
                 m_connection->call(&v1::Admin::Stub::QueryConnections, request));
    return fromMessage(answer);
}

Result<std::vector<ConnectionPoint>>
ClusterClient::connectionSeries(const std::string& link, const SeriesRange& range) const {
    v1::QueryConnectionSeriesRequest request;
    request.set_link(link);
    *request.mutable_start() = toMessage(range.start);
    *request.mutable_end() = toMessage(range.end);
    request.set_step_seconds(static_cast<std::uint32_t>(range.step.count()));
    CAUSEWAY_TRY(const auto answer,
                 m_connection->call(&v1::Admin::Stub::QueryConnectionSeries, request));
    return fromMessages(answer.points());
}

std::unique_ptr<Watch>
ClusterClient::watchInventory(WatchHandlers<InventoryUpdate> handlers) const {
    auto call = m_connection->stream<v1::InventoryUpdate, v1::WatchInventoryRequest>(
        m_connection, &v1::Admin::Stub::WatchInventory, [] { return v1::WatchInventoryRequest(); });
    return std::make_unique<StreamWatch<v1::InventoryUpdate, InventoryUpdate>>(std::move(call),
                                                                               std::move(handlers));
}

std::unique_ptr<Watch> ClusterClient::watchEdges(std::chrono::seconds backlog,
                                                 WatchHandlers<EdgeTick> handlers) const {
    // Both closures run on the watch's thread.
    struct Last {
        std::optional<MonotonicTime> seen;
        WallTime end;
    };
    const auto last = std::make_shared<Last>();
    auto call = m_connection->stream<v1::EdgeTick, v1::WatchEdgesRequest>(
        m_connection, &v1::Admin::Stub::WatchEdges, [last, backlog] {
            auto ask = backlog;
            if (last->seen)
                ask = std::chrono::ceil<std::chrono::seconds>(SystemClock().now() - *last->seen)
                      + kOverlap;
            v1::WatchEdgesRequest request;
            request.set_backlog_seconds(
                static_cast<std::uint32_t>(std::min(ask, kMostBacklog).count()));
            return request;
        });
    handlers.onUpdate = [last, deliver = std::move(handlers.onUpdate)](EdgeTick tick) {
        if (last->seen && tick.end <= last->end)
            return;
        *last = {SystemClock().now(), tick.end};
        deliver(std::move(tick));
    };
    return std::make_unique<StreamWatch<v1::EdgeTick, EdgeTick>>(std::move(call),
                                                                 std::move(handlers));
}

std::unique_ptr<Watch> ClusterClient::watchTap(const TapRequest& request,
                                               WatchHandlers<TapEvent> handlers) const {
    auto call = m_connection->stream<v1::TapEvent, v1::TapRequest>(
        m_connection, &v1::Admin::Stub::Tap, [request] { return toMessage(request); });
    return std::make_unique<StreamWatch<v1::TapEvent, TapEvent>>(std::move(call),
                                                                 std::move(handlers));
}

Result<RecordedStretch> ClusterClient::recording(const RecordingQuery& query) const {
    v1::ReadRecordingRequest request;
    request.set_start(query.from);
    request.set_end(query.to);
    request.set_namespace_(query.ns);
    ::grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kLongestRead);
    const auto reader = m_connection->stub->ReadRecording(&context, request);
    RecordedStretch stretch;
    stretch.span.cluster = name();
    v1::RecordingPart part;
    Status read;
    while (read && reader->Read(&part))
        read = take(part, stretch);
    if (!read)
        context.TryCancel();
    const ::grpc::Status status = reader->Finish();
    CAUSEWAY_CHECK(std::move(read));
    if (!status.ok())
        return tl::unexpected(describeFailure(status, m_connection->where));
    return stretch;
}

Result<std::string> ClusterClient::createJoinToken(const JoinTokenRequest& request) const {
    v1::CreateJoinTokenRequest message;
    message.set_namespace_(request.namespace_);
    message.set_service_account(request.serviceAccount);
    message.set_ttl_seconds(static_cast<std::uint32_t>(request.ttl.count()));
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::CreateJoinToken, message));
    return answer.token();
}

Result<std::vector<AppliedObject>> ClusterClient::apply(const ApplyRequest& request) const {
    v1::ApplyObjectsRequest message;
    message.set_yaml(request.yaml);
    message.set_dry_run(request.dryRun);
    message.set_reason(request.reason);
    message.set_emergency(request.emergency);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::ApplyObjects, message));
    return fromMessages(answer.objects());
}

Result<std::vector<StoredObject>> ClusterClient::objects(const std::string& kind,
                                                         const std::string& namespace_) const {
    v1::ListObjectsRequest message;
    message.set_kind(kind);
    message.set_namespace_(namespace_);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::ListObjects, message));
    return fromMessages(answer.objects());
}

Result<StoredObject> ClusterClient::object(const ObjectRef& ref, std::uint64_t revision) const {
    v1::GetObjectRequest message;
    *message.mutable_object() = convert::toProto(ref);
    message.set_revision(revision);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::GetObject, message));
    return fromMessage(answer);
}

Result<std::vector<AppliedObject>> ClusterClient::remove(const DeleteRequest& request) const {
    v1::DeleteObjectsRequest message;
    for (const ObjectRef& ref : request.objects)
        *message.add_objects() = convert::toProto(ref);
    message.set_dry_run(request.dryRun);
    message.set_reason(request.reason);
    message.set_emergency(request.emergency);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::DeleteObjects, message));
    return fromMessages(answer.objects());
}

Result<ChangeSet> ClusterClient::propose(const ProposeRequest& request) const {
    v1::ProposeChangeRequest message;
    message.set_yaml(request.yaml);
    for (const ObjectRef& ref : request.removed)
        *message.add_removed() = convert::toProto(ref);
    message.set_reason(request.reason);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::ProposeChange, message));
    return fromMessage(answer);
}

Result<ChangeSet> ClusterClient::decide(std::uint64_t id, ChangeDecision decision,
                                        const std::string& comment) const {
    using Message = v1::DecideChangeRequest;
    constexpr std::array kDecisions{Message::DECISION_APPROVE, Message::DECISION_REJECT,
                                    Message::DECISION_WITHDRAW, Message::DECISION_REVIEW};
    Message message;
    message.set_id(id);
    message.set_decision(kDecisions.at(static_cast<std::size_t>(decision)));
    message.set_comment(comment);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::DecideChange, message));
    return fromMessage(answer);
}

Result<std::vector<ChangeSet>> ClusterClient::changes(bool all) const {
    v1::ListChangesRequest message;
    message.set_all(all);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::ListChanges, message));
    return fromMessages(answer.changes());
}

Result<ChangeSet> ClusterClient::change(std::uint64_t id) const {
    v1::GetChangeRequest message;
    message.set_id(id);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::GetChange, message));
    return fromMessage(answer);
}

Result<AuditPage> ClusterClient::audit(std::uint64_t after, const std::string& trail) const {
    v1::ListAuditRequest message;
    message.set_trail(trail);
    message.set_after_sequence(after);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::ListAudit, message));
    return fromMessage(answer);
}

Result<AuditPage> ClusterClient::auditOf(const std::string& subject) const {
    v1::ListAuditRequest message;
    message.set_subject(subject);
    CAUSEWAY_TRY(const auto answer, m_connection->call(&v1::Admin::Stub::ListAudit, message));
    return fromMessage(answer);
}

} // namespace causeway::client
