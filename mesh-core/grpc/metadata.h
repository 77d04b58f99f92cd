// SPDX-License-Identifier: Apache-2.0
// The heads of gRPC's requests and responses, and telling gRPC from other HTTP. Pure.
#pragma once

#include "base/clock.h"
#include "grpc/status.h"
#include "http/message.h"

#include <optional>

namespace causeway::grpc {

// "application/grpc", alone or with "+proto" and the like. grpc-web is something else.
[[nodiscard]] bool isGrpc(const http::Headers& headers);

struct Target {
    std::string_view scheme;    // "https"
    std::string_view authority; // "ledger.bank:8080"
    std::string_view path;      // "/causeway.v1.Config/Stream"
};
[[nodiscard]] http::RequestHead makeRequestHead(const Target& target,
                                                const http::Headers& metadata = {},
                                                std::optional<Duration> timeout = std::nullopt);
[[nodiscard]] http::ResponseHead makeResponseHead();
// A response that is only a status: head and trailers in one.
[[nodiscard]] http::ResponseHead makeTrailersOnly(const Status& status);

} // namespace causeway::grpc
