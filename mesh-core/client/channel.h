// SPDX-License-Identifier: Apache-2.0
// Inside of the client library: a gRPC channel to one control plane over mutual TLS, and gRPC's
// failures in words. Its types never leave client/.
#pragma once

#include "base/result.h"
#include "client/credentials.h"
#include "client/fleet_file.h"

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace causeway::client {

// Connects when first used, and again by itself.
[[nodiscard]] std::shared_ptr<::grpc::Channel>
makeChannel(const FleetFile& fleet, const FleetCluster& cluster, const Credentials& credentials);

// What a failed call means to a person: which cluster, where, why, what next.
[[nodiscard]] Error describeFailure(const ::grpc::Status& status, const FleetCluster& cluster);

} // namespace causeway::client
