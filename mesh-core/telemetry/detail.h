// SPDX-License-Identifier: Apache-2.0
// What /metrics tells of a request besides its edge: the codes as they were, the address that was
// called, and the policy decision with its rules. Values; pure. A SeriesView refers to somebody's
// text for as long as one look-up takes.
#pragma once

#include "base/object_ref.h"
#include "telemetry/edge.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::telemetry {

// Which rules decided. Kept by a DecisionNames for as long as the process runs, so that series hold
// a pointer to it.
struct DecisionLabels {
    ObjectRef server;
    ObjectRef route;
    ObjectRef authorization; // that allowed; the default verdict otherwise
    bool allowed = false;
    bool wouldDeny = false; // allowed by an audit only: the verdict in its shadow is a denial

    auto operator<=>(const DecisionLabels&) const = default;
};

struct RequestDetail {
    std::uint16_t status = 0;     // of HTTP; 0: no response went out
    std::int16_t grpcStatus = -1; // -1: not gRPC, or none came
    std::uint16_t servedPort = 0; // of the application; inbound only
    std::string target;           // "10.1.0.11:4143"; other than inbound
    std::string authority;        // as the application wrote it; outbound only
    std::string error;            // why a proxy answered or ended it itself: "connect-failed"
    const DecisionLabels* decision = nullptr;

    // Decisions are compared by what they say: each worker has pointers of its own.
    std::strong_ordering operator<=>(const RequestDetail& other) const;
    bool operator==(const RequestDetail& other) const { return (*this <=> other) == 0; }
};

// Labels and detail of one look-up.
struct SeriesView {
    SeriesView() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): an edge without further detail
    SeriesView(const EdgeLabels& labels);

    Vantage vantage = Vantage::Caller;
    Protocol protocol = Protocol::Http1;
    StatusClass statusClass = StatusClass::Http2xx;
    TlsState tls = TlsState::Mutual;
    std::uint16_t status = 0;
    std::int16_t grpcStatus = -1;
    std::uint16_t servedPort = 0;
    const DecisionLabels* decision = nullptr;
    std::string_view sourceIdentity;
    std::string_view destinationService;
    std::string_view destinationCluster;
    std::string_view route = "default";
    std::string_view link;
    std::string_view sourceWorkload;
    std::string_view destinationWorkload;
    std::string_view destinationInstance;
    std::string_view target;
    std::string_view authority;
    std::string_view error;

    bool operator==(const SeriesView&) const = default;
    [[nodiscard]] std::size_t hash() const;
    [[nodiscard]] EdgeLabels labels() const;
    [[nodiscard]] RequestDetail detail() const;
};

[[nodiscard]] SeriesView viewOf(const EdgeLabels& labels, const RequestDetail& detail);

} // namespace causeway::telemetry
