// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/mesh_core/one_cluster.h"

#include "mesh-core/client/fake_control.h"

#include <atomic>

namespace causeway::app::test {

using causeway::test::FakeAdmin;
using causeway::test::FakeControl;
using causeway::test::TestFleet;

namespace {

// The last `seconds` seconds of one edge, as aws' proxies saw it, then silence.
::grpc::Status sendTicks(::grpc::ServerWriter<v1::EdgeTick>& writer, int seconds) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    for (int i = seconds; i > 0; --i) {
        v1::EdgeTick tick;
        tick.mutable_end()->set_seconds(now - i + 1);
        tick.set_duration_ms(1000);
        tick.set_proxies_reporting(2);
        tick.set_proxies_expected(2);
        auto& edge = *tick.add_edges();
        auto& key = *edge.mutable_key();
        key.set_vantage(v1::VANTAGE_CALLER);
        key.set_source_identity("spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments");
        key.set_destination_service("cards.bank");
        key.set_destination_cluster("gcp");
        key.set_route("default");
        key.set_protocol(v1::PROTOCOL_GRPC);
        key.set_status_class(v1::STATUS_CLASS_GRPC_OK);
        key.set_tls(v1::TLS_STATE_MUTUAL);
        key.set_link("aws:gcp");
        edge.set_requests(5);
        edge.set_attempts(5);
        if (!writer.Write(tick))
            return ::grpc::Status::OK;
    }
    return ::grpc::Status::OK;
}

void writeFleetFile(const TestFleet& fleet) {
    std::string text = "apiVersion: causeway.dev/v1alpha1\nkind: Fleet\nmetadata: {name: talk}\n"
                       "spec:\n  trustDomain: talk.mesh\n  trustAnchors: anchors.pem\n"
                       "  client: {certificate: console.pem, key: console.key}\n  clusters:\n";
    for (const client::FleetCluster& cluster : fleet.file().clusters)
        text += "  - {name: " + cluster.name
                + ", cloud: aws, region: eu-west-1, production: false, "
                  "admin: \"unix:"
                + cluster.name + ".sock\"}\n";
    fleet.write(fleet.file().path, text);
}

void addService(v1::InventorySnapshot& inventory, const std::string& name) {
    auto& service = *inventory.add_services();
    service.set_name(name);
    service.set_namespace_("bank");
    service.set_cluster("aws");
    service.set_endpoints(2);
    service.set_ready_endpoints(1);
    (*service.mutable_labels())["squad"] = "nasa";
}

} // namespace

struct OneCluster::Parts {
    TestFleet fleet;
    std::atomic<bool> sent = false;
    FakeControl control{fleet, "aws", "aws"};
};

OneCluster::OneCluster() : m_parts(std::make_unique<Parts>()) {
    writeFleetFile(m_parts->fleet);
    FakeAdmin& admin = m_parts->control.admin;
    addService(admin.inventory, "payments");
    addService(admin.inventory, "ledger");
    admin.onWatchEdges = [parts = m_parts.get()](auto& writer, const auto& request) {
        if (parts->sent.exchange(true) || request.backlog_seconds() != 900)
            return ::grpc::Status(::grpc::StatusCode::UNAVAILABLE, "nothing more to say");
        return sendTicks(writer, 30);
    };
}

OneCluster::~OneCluster() = default;

QString OneCluster::fleetFile() const {
    return QString::fromStdString(m_parts->fleet.file().path.string());
}

QString OneCluster::certificateFile() const {
    return QString::fromStdString(m_parts->fleet.file().certificate.string());
}

} // namespace causeway::app::test
