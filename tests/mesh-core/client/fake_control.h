// SPDX-License-Identifier: Apache-2.0
// A control plane that says what a test tells it to: the Admin API over mutual TLS on a Unix
// socket, with a certificate of the fleet. Owned by one test; its handlers run on gRPC's threads.
#pragma once

#include "causeway/v1/admin.grpc.pb.h"
#include "mesh-core/client/test_fleet.h"

#include <grpcpp/grpcpp.h>

#include <functional>
#include <future>
#include <memory>

namespace causeway::test {

class FakeAdmin final : public v1::Admin::Service {
public:
    std::function<::grpc::Status(v1::Cluster&)> onCluster = [](v1::Cluster&) {
        return ::grpc::Status::OK;
    };
    std::function<::grpc::Status(::grpc::ServerWriter<v1::EdgeTick>&, const v1::WatchEdgesRequest&)>
        onWatchEdges;
    v1::InventorySnapshot inventory; // what WatchInventory begins with
    std::promise<void> closing;

    ::grpc::Status GetCluster(::grpc::ServerContext*, const v1::GetClusterRequest*,
                              v1::Cluster* answer) override {
        return onCluster(*answer);
    }
    ::grpc::Status QueryEdges(::grpc::ServerContext*, const v1::QueryEdgesRequest*,
                              v1::QueryEdgesResponse*) override;
    ::grpc::Status WatchEdges(::grpc::ServerContext*, const v1::WatchEdgesRequest* request,
                              ::grpc::ServerWriter<v1::EdgeTick>* writer) override {
        return onWatchEdges(*writer, *request);
    }
    // A snapshot, then silence until the client or the server goes.
    ::grpc::Status WatchInventory(::grpc::ServerContext* context, const v1::WatchInventoryRequest*,
                                  ::grpc::ServerWriter<v1::InventoryUpdate>* writer) override;

private:
    std::shared_future<void> m_isClosing{closing.get_future()};
};

class FakeControl {
public:
    // Listens at the address of `at`, showing the identity of the control plane of `cluster`.
    FakeControl(const TestFleet& fleet, const std::string& cluster, const std::string& at);
    ~FakeControl();

    FakeAdmin admin;

private:
    std::unique_ptr<::grpc::Server> m_server;
};

} // namespace causeway::test
