// SPDX-License-Identifier: Apache-2.0
// What a response says to the balancer about the endpoint that gave it. Pure.
#pragma once

#include "balance/balancer.h"
#include "classify/classify.h"
#include "http/message.h"

namespace causeway::proxy {

// 429 and RESOURCE_EXHAUSTED: too much. Else as it was classified. `headers`: the response's head
// or its trailers, which may ask to be left alone for a while.
[[nodiscard]] balance::Outcome verdictOf(int httpStatus, const classify::Outcome& result,
                                         const http::Headers& headers);

} // namespace causeway::proxy
