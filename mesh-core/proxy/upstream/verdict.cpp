// SPDX-License-Identifier: Apache-2.0
#include "proxy/upstream/verdict.h"

#include "route/retry_policy.h"

namespace causeway::proxy {

balance::Outcome verdictOf(int httpStatus, const classify::Outcome& result,
                           const http::Headers& headers) {
    constexpr int kTooManyRequests = 429;
    constexpr int kResourceExhausted = 8;
    balance::Outcome outcome;
    if (result.failure)
        outcome.verdict = balance::Verdict::Failure;
    if (httpStatus == kTooManyRequests || result.grpcStatus == kResourceExhausted)
        outcome.verdict = balance::Verdict::Throttled;
    if (outcome.verdict != balance::Verdict::Success)
        outcome.retryAfter =
            route::readPushback([&](std::string_view name) { return headers.find(name); }).after;
    return outcome;
}

} // namespace causeway::proxy
