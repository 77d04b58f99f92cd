// SPDX-License-Identifier: Apache-2.0
// Who calls, by the certificate of the TLS connection; and our errors as gRPC's. Pure.
#pragma once

#include "tls/spiffe_id.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <optional>

namespace causeway::control {

// Nothing when the peer showed no certificate, or one without an identity of this mesh.
[[nodiscard]] std::optional<tls::SpiffeId> peerIdentity(const ::grpc::ServerContextBase& context);
// "10.1.0.11:49152", "unix"
[[nodiscard]] std::string peerAddress(const ::grpc::ServerContextBase& context);

[[nodiscard]] ::grpc::Status statusOf(const Error& error);

} // namespace causeway::control
