// SPDX-License-Identifier: Apache-2.0
// How the proxy itself answers: a status, a word for programs (causeway-error) and a sentence for
// people; to a gRPC caller the same as a gRPC status. Pure.
#pragma once

#include "http/message.h"

#include <string>

namespace causeway::proxy {

struct Refusal {
    int status = 503;
    std::string code;     // "no-endpoints"
    std::string sentence; // "ledger.bank has no ready endpoint"
};

struct ErrorResponse {
    http::ResponseHead head;
    std::string body; // empty for gRPC, whose message stands in the head
};
[[nodiscard]] ErrorResponse makeErrorResponse(const Refusal& refusal, bool grpc);

} // namespace causeway::proxy
