// SPDX-License-Identifier: Apache-2.0
// What was called: one line of a flight recording. All requests that agree in everything but their
// time are one tuple. A view: whoever hands it out says how long the texts live. Pure.
#pragma once

#include "base/ip_address.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::recording {

// What the callee's proxy said. Enumerators have the numbers of the wire.
enum class Verdict : std::uint8_t {
    Unknown = 0, // whoever recorded did not ask
    Allowed = 1,
    Audited = 2, // allowed by an audit only
    Denied = 3,
    NoRoute = 4,
};
[[nodiscard]] std::string_view
name(Verdict verdict); // "", "allowed", "audited", "denied", "no-route"

// The service of what leaves the mesh, as the caller's proxy saw it: `network` is where it went,
// `host` the name it asked for, and there is neither method nor path.
inline constexpr std::string_view kOutside = "(outside)";

struct Tuple {
    std::string_view service;  // full name, or kOutside
    std::uint16_t port = 0;    // of the service
    std::string_view workload; // "bank/ledger-1"; empty: the first that serves it
    std::string_view identity; // SPIFFE id that was judged; empty: not authenticated
    IpAddress network;         // of the socket's other end
    std::string_view host;
    std::string_view method; // empty: a connection that is not HTTP
    std::string_view path;
    std::string_view headers; // "x-tenant=blue&x-user=7", percent-encoded; only those rules look at
    Verdict verdict = Verdict::Unknown;
    std::int64_t firstSeen = 0; // seconds since 1970
    std::int64_t lastSeen = 0;
    std::uint64_t count = 1;
    std::uint32_t line = 0; // of the file it was read from; 0: of none

    [[nodiscard]] bool leaves() const { return service == kOutside; }
};

// A tuple that owns its texts.
struct Sample {
    std::string service;
    std::string workload;
    std::string identity;
    std::string host;
    std::string method;
    std::string path;
    std::string headers;
    IpAddress network;
    std::uint16_t port = 0;
    Verdict verdict = Verdict::Unknown;
    std::int64_t firstSeen = 0;
    std::int64_t lastSeen = 0;
    std::uint64_t count = 1;

    [[nodiscard]] static Sample of(const Tuple& tuple);
    [[nodiscard]] Tuple view() const;
    bool operator==(const Sample&) const = default;
};

} // namespace causeway::recording
