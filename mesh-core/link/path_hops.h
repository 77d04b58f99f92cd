// SPDX-License-Identifier: Apache-2.0
// How many routers a path leads through, by the hop limits of datagrams: another number is another
// path. The same number may be another path too; that is not seen. Pure; one thread.
#pragma once

#include "telemetry/probe.h"

namespace causeway::link {

class PathHops {
public:
    // One datagram's; nothing: it did not tell. The path is another one once three in a row agree
    // on it, so that packets which are spread over several paths are no change. What is known and
    // what changed goes to `told`.
    void see(std::optional<std::uint32_t> hops, std::optional<telemetry::PathSample>& told);

private:
    static constexpr int kAgreeing = 3;
    std::optional<std::uint32_t> m_hops; // of the path that is agreed on
    std::optional<std::uint32_t> m_seen; // of the newest datagrams
    int m_inARow = 0;
};

} // namespace causeway::link
