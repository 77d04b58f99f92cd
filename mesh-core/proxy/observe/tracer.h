// SPDX-License-Identifier: Apache-2.0
// Two spans a hop: one for the request as it came in (server), one for it as it went on (client);
// the next hop becomes a child of the second. Whoever began the trace decides whether it is
// sampled; where nobody did, this proxy does, by its ratio. Shared by all workers; spans go to
// `deliver`, on the worker's thread.
#pragma once

#include "base/proxy_instance.h"
#include "proxy/observe/ending.h"

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace causeway::v1::otlp {
class Span;
}

namespace causeway::proxy {

class Tracer {
public:
    using Deliver = std::function<void(std::vector<v1::otlp::Span>)>;
    // `ratio` of the traces that begin here, 0 … 1.
    Tracer(double ratio, Deliver deliver) : m_ratio(ratio), m_deliver(std::move(deliver)) {}

    // Puts the context for the next hop into the head.
    void sending(Request& request) const;
    void ended(const Ending& ending) const;

private:
    [[nodiscard]] std::optional<TraceContext> begin(const http::Headers& headers) const;

    const double m_ratio;
    const Deliver m_deliver;
};

} // namespace causeway::proxy
