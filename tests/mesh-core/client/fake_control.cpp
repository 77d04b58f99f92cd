// SPDX-License-Identifier: Apache-2.0
#include "mesh-core/client/fake_control.h"

#include "base/assert.h"

namespace causeway::test {

::grpc::Status FakeAdmin::QueryEdges(::grpc::ServerContext*, const v1::QueryEdgesRequest*,
                                     v1::QueryEdgesResponse* answer) {
    answer->set_covered_seconds(42);
    auto& edge = *answer->add_edges();
    edge.mutable_key()->set_vantage(v1::VANTAGE_CALLER);
    edge.mutable_key()->set_protocol(v1::PROTOCOL_GRPC);
    edge.mutable_key()->set_status_class(v1::STATUS_CLASS_GRPC_OK);
    edge.mutable_key()->set_tls(v1::TLS_STATE_MUTUAL);
    edge.mutable_key()->set_destination_service("ledger.bank");
    edge.set_requests(7);
    return ::grpc::Status::OK;
}

::grpc::Status FakeAdmin::WatchInventory(::grpc::ServerContext* context,
                                         const v1::WatchInventoryRequest*,
                                         ::grpc::ServerWriter<v1::InventoryUpdate>* writer) {
    v1::InventoryUpdate update;
    *update.mutable_snapshot() = inventory;
    update.mutable_snapshot()->mutable_cluster()->set_name("aws");
    writer->Write(update);
    while (!context->IsCancelled()
           && m_isClosing.wait_for(std::chrono::milliseconds(2)) != std::future_status::ready)
        ;
    return ::grpc::Status::OK;
}

FakeControl::FakeControl(const TestFleet& fleet, const std::string& cluster,
                         const std::string& at) {
    const auto validity = tls::Validity::from(SystemClock().wallNow(), std::chrono::hours(1));
    const auto issuer = *fleet.anchor().signIssuer(cluster, validity);
    const auto key = *tls::PrivateKey::generate();
    const auto identity = *tls::SpiffeId::workload("talk.mesh", cluster, "causeway", "control");
    const auto leaf = *issuer.signLeaf(identity, key.publicKey(), validity);
    ::grpc::SslServerCredentialsOptions options(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    options.pem_root_certs = fleet.anchor().certificate().pem();
    options.pem_key_cert_pairs.push_back(
        {key.pem(), leaf.pem() + tls::pemOf(issuer.intermediates())});
    ::grpc::ServerBuilder builder;
    builder.AddListeningPort(fleet.file().find(at)->admin, ::grpc::SslServerCredentials(options));
    builder.RegisterService(&admin);
    m_server = builder.BuildAndStart();
    CAUSEWAY_ASSERT(m_server != nullptr);
}

FakeControl::~FakeControl() {
    admin.closing.set_value();
    m_server->Shutdown(std::chrono::system_clock::now());
}

} // namespace causeway::test
