// SPDX-License-Identifier: Apache-2.0
// What each hop took, as causeway-hops tells it, innermost first:
//     callee;us=5234;app=5100, ingress;us=6100;connect=0, egress;us=45000;connect=38000
// Every hop measures on its own monotonic clock; a leg is a difference of two hops' times of the
// same request, so no two clocks are compared. Pure.
#pragma once

#include "telemetry/edge.h"

#include <optional>
#include <string>
#include <string_view>

namespace causeway::proxy {

struct Hop {
    std::uint64_t us = 0;      // request head received to response head sent
    std::uint64_t connect = 0; // of it: waiting for a new upstream connection
    std::uint64_t app = 0;     // of it: the application (callee only)
};

struct Hops {
    std::optional<Hop> callee; // missing: the callee's proxy did not see this request
    std::optional<Hop> ingress;
    std::optional<Hop> egress;

    // What does not parse is left out: a peer cannot break more than its own figures.
    [[nodiscard]] static Hops parse(std::string_view text);
    [[nodiscard]] std::string serialize() const;

    // Records the legs of one request whose caller measured `own`.
    void recordLegs(const Hop& own, telemetry::EdgeCounters& into) const;
};

} // namespace causeway::proxy
