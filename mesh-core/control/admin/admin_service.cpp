// SPDX-License-Identifier: Apache-2.0
#include "control/admin/admin_service.h"

#include "control/peer.h"
#include "convert/convert.h"

namespace causeway::control {

namespace {

// Without copying it.
::grpc::ByteBuffer toBuffer(std::string bytes) {
    auto* kept = new std::string(std::move(bytes));
    const ::grpc::Slice slice(
        kept->data(), kept->size(), [](void* text) { delete static_cast<std::string*>(text); },
        kept);
    return {&slice, 1};
}

} // namespace

::grpc::ServerUnaryReactor* AdminService::answer(Context* context, Need need,
                                                 std::string_view method,
                                                 const std::function<Status()>& body) {
    auto* reactor = context->DefaultReactor();
    auto done = admit(*context, need, method);
    if (done)
        done = body();
    reactor->Finish(done ? ::grpc::Status::OK : statusOf(done.error()));
    return reactor;
}

Status AdminService::admit(const Context& context, Need need, std::string_view method) const {
    const auto caller = peerIdentity(context);
    auto admitted = mayCall(caller, m_parts.cluster.trustDomain, need, method);
    // A stranger has no name that the trail could hold; those are in the log.
    if (!admitted && caller)
        m_parts.audit.denied(caller->uri(), std::string(method));
    return admitted;
}

::grpc::ServerUnaryReactor* AdminService::GetCluster(Context* context, const v1::GetClusterRequest*,
                                                     v1::Cluster* response) {
    return answer(context, Need::Read, "GetCluster", [&]() -> Status {
        *response = m_parts.inventory.cluster();
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::ListServices(Context* context,
                                                       const v1::ListServicesRequest*,
                                                       v1::ListServicesResponse* response) {
    return answer(context, Need::Read, "ListServices", [&]() -> Status {
        for (v1::Service& service : m_parts.inventory.services())
            *response->add_services() = std::move(service);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::ListProxies(Context* context,
                                                      const v1::ListProxiesRequest*,
                                                      v1::ListProxiesResponse* response) {
    return answer(context, Need::Read, "ListProxies", [&]() -> Status {
        for (v1::Proxy& proxy : m_parts.inventory.proxies())
            *response->add_proxies() = std::move(proxy);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::ListCertificates(Context* context,
                                                           const v1::ListCertificatesRequest*,
                                                           v1::ListCertificatesResponse* response) {
    return answer(context, Need::Read, "ListCertificates", [&]() -> Status {
        for (v1::Certificate& certificate : m_parts.inventory.certificates())
            *response->add_certificates() = std::move(certificate);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::ListLinks(Context* context, const v1::ListLinksRequest*,
                                                    v1::ListLinksResponse* response) {
    return answer(context, Need::Read, "ListLinks", [&]() -> Status {
        for (v1::Link& link : m_parts.inventory.links())
            *response->add_links() = std::move(link);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::QueryEdges(Context* context,
                                                     const ::grpc::ByteBuffer* request,
                                                     ::grpc::ByteBuffer* response) {
    return answer(context, Need::Read, "QueryEdges", [&]() -> Status {
        v1::QueryEdgesRequest asked;
        ::grpc::ByteBuffer bytes(*request); // reading consumes it
        if (!::grpc::GenericDeserialize<::grpc::ProtoBufferReader, v1::QueryEdgesRequest>(&bytes, &asked).ok())
            return fail(ErrorKind::InvalidInput, "the bytes are no QueryEdgesRequest");
        CAUSEWAY_TRY(std::string sum, m_parts.edges.serializedSum(asked));
        *response = toBuffer(std::move(sum));
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::QueryEdgeSeries(Context* context,
                                                          const v1::QueryEdgeSeriesRequest* request,
                                                          v1::QueryEdgeSeriesResponse* response) {
    return answer(context, Need::Read, "QueryEdgeSeries", [&]() -> Status {
        CAUSEWAY_TRY(*response, m_parts.edges.series(*request));
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::QueryProbes(Context* context,
                                                      const v1::QueryProbesRequest* request,
                                                      v1::QueryProbesResponse* response) {
    return answer(context, Need::Read, "QueryProbes", [&]() -> Status {
        CAUSEWAY_TRY(*response, m_parts.probes.sum(*request));
        return {};
    });
}

::grpc::ServerUnaryReactor*
AdminService::QueryProbeSeries(Context* context, const v1::QueryProbeSeriesRequest* request,
                               v1::QueryProbeSeriesResponse* response) {
    return answer(context, Need::Read, "QueryProbeSeries", [&]() -> Status {
        CAUSEWAY_TRY(*response, m_parts.probes.series(*request));
        return {};
    });
}

::grpc::ServerUnaryReactor*
AdminService::QueryConnections(Context* context, const v1::QueryConnectionsRequest* request,
                               v1::QueryConnectionsResponse* response) {
    return answer(context, Need::Read, "QueryConnections", [&]() -> Status {
        CAUSEWAY_TRY(*response, m_parts.connections.sum(*request));
        return {};
    });
}

::grpc::ServerUnaryReactor*
AdminService::QueryConnectionSeries(Context* context,
                                    const v1::QueryConnectionSeriesRequest* request,
                                    v1::QueryConnectionSeriesResponse* response) {
    return answer(context, Need::Read, "QueryConnectionSeries", [&]() -> Status {
        CAUSEWAY_TRY(*response, m_parts.connections.series(*request));
        return {};
    });
}

AdminService::Writer<v1::EdgeTick>* AdminService::WatchEdges(Context* context,
                                                             const v1::WatchEdgesRequest* request) {
    const auto admitted = admit(*context, Need::Read, "WatchEdges");
    const std::uint32_t backlog = request->backlog_seconds();
    auto cursor = admitted ? m_parts.edges.follow(backlog) : EdgeQueries::Cursor();
    auto* stream = new WatchStream<v1::EdgeTick>(
        m_edgeWatchers, [this, admitted = admitted.has_value(),
                         cursor = std::move(cursor)](v1::EdgeTick& tick) mutable {
            if (!admitted || !m_parts.edges.next(cursor, tick))
                return false;
            tick.set_proxies_expected(m_parts.presence.connectedCount());
            return true;
        });
    if (!admitted)
        stream->end(statusOf(admitted.error()));
    return stream;
}

AdminService::Writer<v1::InventoryUpdate>*
AdminService::WatchInventory(Context* context, const v1::WatchInventoryRequest*) {
    const auto admitted = admit(*context, Need::Read, "WatchInventory");
    auto* stream = new WatchStream<v1::InventoryUpdate>(
        m_inventoryWatchers,
        [this, admitted = admitted.has_value(),
         cursor = InventoryFeed::Cursor()](v1::InventoryUpdate& update) mutable {
            return admitted && m_parts.feed.next(cursor, update);
        });
    if (!admitted)
        stream->end(statusOf(admitted.error()));
    return stream;
}

::grpc::ServerUnaryReactor* AdminService::CreateJoinToken(Context* context,
                                                          const v1::CreateJoinTokenRequest* request,
                                                          v1::CreateJoinTokenResponse* response) {
    return answer(context, Need::Issue, "CreateJoinToken", [&] {
        return createToken({.who = peerIdentity(*context)->uri(), .reason = {}}, *request,
                           *response);
    });
}

Status AdminService::createToken(const Actor& actor, const v1::CreateJoinTokenRequest& request,
                                 v1::CreateJoinTokenResponse& response) const {
    CAUSEWAY_TRY(const auto identity,
                 tls::SpiffeId::workload(m_parts.cluster.trustDomain, m_parts.cluster.name,
                                         request.namespace_(), request.service_account()));
    const Duration life = request.ttl_seconds() == 0
                              ? JoinTokens::kDefaultLife
                              : Duration(std::chrono::seconds(request.ttl_seconds()));
    CAUSEWAY_CHECK(
        m_parts.audit.record(actor, {.action = "token.created", .subject = identity.uri()}));
    CAUSEWAY_TRY(*response.mutable_token(),
                 m_parts.tokens.create(identity, m_parts.clock.wallNow(), life));
    return {};
}

void AdminService::stop() {
    const ::grpc::Status stopping(::grpc::StatusCode::UNAVAILABLE, "the control plane is stopping");
    m_edgeWatchers.endAll(stopping);
    m_inventoryWatchers.endAll(stopping);
    m_tapWatchers.endAll(stopping);
    m_recordingReaders.endAll(stopping);
}

} // namespace causeway::control
