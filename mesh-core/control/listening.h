// SPDX-License-Identifier: Apache-2.0
// gRPC servers on our terms: TLS with the control plane's own leaf, which is reloaded when it is
// renewed, clients checked against the trust anchors, and a bind that fails with a reason. Used by
// the control plane when it starts.
#pragma once

#include "control/identity/serving_leaf.h"

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

namespace causeway::control {

enum class ClientCertificate { IfItHasOne, Required };

struct Listening {
    std::string address; // "10.0.0.2:8443", "127.0.0.1:0", "unix:/run/causeway/admin.sock"
    ClientCertificate clients = ClientCertificate::Required;
    std::vector<::grpc::Service*> services;
};

struct Server {
    std::unique_ptr<::grpc::Server> server;
    std::string address; // with the port that was found
};

// InvalidInput: not an address, or a socket's path that is too long. AlreadyExists: in use.
[[nodiscard]] Result<Server> listen(const Listening& listening, const ServingLeaf& leaf);

} // namespace causeway::control
