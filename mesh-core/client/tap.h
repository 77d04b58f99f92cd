// SPDX-License-Identifier: Apache-2.0
// Single requests as a control plane tells them: plain mirrors of tap.proto, whose comments say what
// each field means. Values; pure.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::client {

struct TapRequest {
    std::string direction; // "", "inbound", "outbound"
    std::string sourceWorkload, sourceNamespace, sourceIdentity;
    std::string destinationService, destinationWorkload, destinationNamespace;
    std::string method, authority, pathPrefix, pathRegex;
    std::uint32_t statusMin = 0, statusMax = 0;
    std::string proxy;
    std::uint32_t maxRps = 0, oneIn = 0;
    std::vector<std::string> redact;
};

struct TapHeader {
    std::string name, value;
};

struct TapEvent {
    std::string proxy;
    WallTime received{};
    std::string vantage, protocol, tls;
    std::string sourceIdentity, sourceWorkload, sourceAddress;
    std::string destinationService, destinationWorkload, destinationInstance, destinationAddress;
    std::string method, authority, path;
    std::uint32_t status = 0; // 0: no response
    std::optional<std::uint32_t> grpcStatus;
    bool failure = false;
    std::string error;
    std::uint64_t latencyUs = 0, totalUs = 0;
    std::uint64_t requestBytes = 0, responseBytes = 0;
    std::string route, link, server, inboundRoute, authorization, traceId;
    bool shadowDeny = false;
    std::vector<TapHeader> requestHeaders, responseHeaders;
    std::uint64_t dropped = 0;
};

} // namespace causeway::client
