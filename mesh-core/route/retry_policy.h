// SPDX-License-Identifier: Apache-2.0
// Whether a request that came back badly may be sent once more, and after how long. Pure.
//  - Tried again: the statuses that the policy names, a time limit on the response's head, what the
//    peer says nobody processed (REFUSED_STREAM), a backend without endpoints.
//  - Never: what we refused ourselves (policy, overload), a connection that broke under a request
//    that may have been processed, anything once a byte of the response went on, a body that did
//    not fit the replay buffer, and beyond the limit or the budget.
#pragma once

#include "route/traffic_rules.h"

#include <functional>
#include <string_view>

namespace causeway::route {

// Bytes of a body that are kept for sending it again.
inline constexpr std::size_t kMaxReplay = 64 * 1024;

[[nodiscard]] bool isRetryableStatus(const RetryPolicy& policy, int httpStatus);
[[nodiscard]] bool isRetryableGrpc(const RetryPolicy& policy, int code);

// 25 ms, doubled up to 250 ms, and up to as much again by chance: those who failed together do not
// come back together. `retry` counts from 0; `random` is uniform in 0…1.
[[nodiscard]] Duration retryBackoff(std::uint32_t retry, double random);

// What the server asks for before another attempt (grpc-retry-pushback-ms, Retry-After in seconds).
struct Pushback {
    bool never = false; // "do not try again": a negative or malformed grpc-retry-pushback-ms
    std::optional<Duration> after;

    bool operator==(const Pushback&) const = default;
};
using FindHeader = std::function<std::optional<std::string_view>(std::string_view name)>;
// Retry-After as a date is not read: its clock is not ours.
[[nodiscard]] Pushback readPushback(const FindHeader& find);

} // namespace causeway::route
