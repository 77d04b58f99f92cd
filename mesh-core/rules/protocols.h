// SPDX-License-Identifier: Apache-2.0
// The words that objects use for protocols and precedence. Private to rules/.
#pragma once

#include "base/protocol.h"
#include "resource/mesh_kinds.h"
#include "route/rules.h"

#include <string_view>

namespace causeway::rules {

// Service's appProtocol, as Linkerd reads it: what it does not know is opaque; nothing is detected.
// "grpc" is ours: Linkerd would take it for opaque.
[[nodiscard]] inline Protocol protocolOf(std::string_view appProtocol) {
    if (appProtocol.empty())
        return Protocol::Detect;
    if (appProtocol == "http")
        return Protocol::Http1;
    if (appProtocol == "kubernetes.io/h2c")
        return Protocol::Http2;
    return appProtocol == "grpc" ? Protocol::Grpc : Protocol::Opaque;
}

// Server's proxyProtocol; resource/ admits no other words.
[[nodiscard]] inline Protocol proxyProtocolOf(std::string_view word) {
    if (word == "HTTP/1")
        return Protocol::Http1;
    if (word == "HTTP/2")
        return Protocol::Http2;
    if (word == "gRPC")
        return Protocol::Grpc;
    if (word == "opaque")
        return Protocol::Opaque;
    return word == "TLS" ? Protocol::Tls : Protocol::Detect;
}

[[nodiscard]] inline route::Precedence precedenceOf(const resource::Cluster& cluster) {
    return cluster.linkerdCompatible ? route::Precedence::Linkerd : route::Precedence::GatewayApi;
}

} // namespace causeway::rules
