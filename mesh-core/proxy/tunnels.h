// SPDX-License-Identifier: Apache-2.0
// The opaque and upgraded connections of one worker, whose bytes go through as they are: several may
// share one TCP connection between proxies, so they are counted beside those (transports.h). On the
// worker's thread; /metrics gets copies of the counts.
#pragma once

#include "proxy/detect/detection.h"

#include <map>
#include <string>
#include <string_view>

namespace causeway::telemetry {
class Exposition;
}

namespace causeway::proxy {

struct TunnelLabels {
    bool outbound = false;
    bool tls = false;    // of the side that is in the mesh
    std::string peerId;  // inbound: client_id; outbound: empty
    std::string service; // "ledger.bank.svc.aws.mesh"
    std::uint16_t port = 0;
    bool upgraded = false; // an HTTP request that went on in another protocol

    auto operator<=>(const TunnelLabels&) const = default;
};

struct TunnelCounts {
    std::uint64_t opened = 0;
    std::uint64_t open = 0;
    std::uint64_t terminated = 0; // by a change of policy
    std::uint64_t fromClient = 0; // bytes
    std::uint64_t fromServer = 0;
    std::map<std::string, std::uint64_t, std::less<>> closed; // by errno; "" an orderly end
};

// What one worker knows of the connections that are no HTTP, or were not known to be.
struct TunnelTotals {
    std::map<TunnelLabels, TunnelCounts> tunnels;
    DetectCounters detectedInbound{};
    DetectCounters detectedOutbound{};

    void merge(const TunnelTotals& other);
    void write(telemetry::Exposition& out) const;
};

class Tunnels {
public:
    static constexpr std::size_t kMaxSeries = 1000; // then all the rest is one series, "(other)"

    // Stays valid as long as this.
    [[nodiscard]] TunnelCounts& opened(TunnelLabels labels);

    [[nodiscard]] DetectCounters& detected(bool outbound) {
        return outbound ? m_totals.detectedOutbound : m_totals.detectedInbound;
    }
    [[nodiscard]] const TunnelTotals& totals() const { return m_totals; }

private:
    TunnelTotals m_totals;
};

} // namespace causeway::proxy
