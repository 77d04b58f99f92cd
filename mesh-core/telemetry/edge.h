// SPDX-License-Identifier: Apache-2.0
// What is counted about an edge of the mesh: plain mirrors of telemetry.proto, whose comments say
// what each field means. Values; pure. Enumerators have the numbers of the wire.
#pragma once

#include "base/protocol.h"
#include "telemetry/histogram.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::telemetry {

using causeway::Protocol;

enum class Vantage : std::uint8_t { Caller = 1, Egress = 2, Ingress = 3, Callee = 4 };

enum class StatusClass : std::uint8_t {
    Http1xx = 1,
    Http2xx = 2,
    Http3xx = 3,
    Http4xx = 4,
    Http5xx = 5,
    GrpcOk = 6,
    GrpcError = 7, // failed
    GrpcOther = 8, // not OK, but no failure: NOT_FOUND, …
    TransportError = 9,
};

enum class TlsState : std::uint8_t { Mutual = 1, None = 2, Local = 3 };

enum class Leg : std::uint8_t {
    ToEgress = 1,
    Connect = 2,
    Wire = 3,
    ToCallee = 4,
    CalleeProxy = 5,
    Application = 6,
    CallerConnect = 7,
};
inline constexpr std::array kLegs{Leg::ToEgress,    Leg::Connect,     Leg::Wire,         Leg::ToCallee,
                                  Leg::CalleeProxy, Leg::Application, Leg::CallerConnect};

[[nodiscard]] std::string_view name(Vantage vantage);     // "caller"
[[nodiscard]] std::string_view name(StatusClass status);  // "2xx", "grpc-ok", "transport-error"
[[nodiscard]] std::string_view name(TlsState tls);        // "mutual"
[[nodiscard]] std::string_view name(Leg leg);             // "to-egress"

struct EdgeKey {
    Vantage vantage = Vantage::Caller;
    std::string sourceIdentity;     // spiffe://…; empty: unauthenticated
    std::string destinationService; // "ledger.bank"
    std::string destinationCluster; // "gcp"
    std::string route = "default";  // the caller's
    Protocol protocol = Protocol::Http1;
    StatusClass statusClass = StatusClass::Http2xx;
    TlsState tls = TlsState::Mutual;
    std::string link; // "aws:gcp"; empty inside a cluster

    auto operator<=>(const EdgeKey&) const = default;
};

// A series: the key and the detail that does not identify the edge.
struct EdgeLabels {
    EdgeKey key;
    std::string sourceWorkload;
    std::string destinationWorkload;
    std::string destinationInstance;

    auto operator<=>(const EdgeLabels&) const = default;
};

struct EdgeCounters {
    std::uint64_t requests = 0;
    std::uint64_t attempts = 0;
    std::uint64_t failures = 0;
    Histogram latency;
    std::array<Histogram, kLegs.size()> legs; // by leg(); caller only
    std::uint64_t connectionsOpened = 0;
    std::uint64_t requestsReused = 0;
    std::uint64_t requestBytes = 0;
    std::uint64_t responseBytes = 0;

    [[nodiscard]] Histogram& leg(Leg which) { return legs[static_cast<std::size_t>(which) - 1]; }
    [[nodiscard]] const Histogram& leg(Leg which) const {
        return legs[static_cast<std::size_t>(which) - 1];
    }
    [[nodiscard]] bool empty() const; // nothing to tell
    void merge(const EdgeCounters& other);
    void clear();
    bool operator==(const EdgeCounters&) const = default;
};

struct EdgeSample {
    EdgeLabels labels;
    EdgeCounters counters;

    bool operator==(const EdgeSample&) const = default;
};

} // namespace causeway::telemetry
