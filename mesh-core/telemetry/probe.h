// SPDX-License-Identifier: Apache-2.0
// What a gateway counted about one rung of the ladder of probes over one link: plain mirror of
// telemetry.proto's ProbeSample, whose comments say what each field means. Values; pure.
#pragma once

#include "telemetry/histogram.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace causeway::telemetry {

// From the bare wire upwards; the numbers of the wire.
enum class ProbeRung : std::uint8_t {
    Udp = 1,        // a datagram and its answer
    Tcp = 2,        // connect() to connected
    Tls = 3,        // full handshake on a connected socket
    TlsResumed = 4, // the same with a session of before
    HttpCold = 5,   // connection, handshake and request together
    HttpWarm = 6,   // the request alone, on a connection that is open
    Grpc = 7,       // a call on the way of applications' calls, to the other cluster's canary
};
inline constexpr std::array kProbeRungs{ProbeRung::Udp,        ProbeRung::Tcp,
                                        ProbeRung::Tls,        ProbeRung::TlsResumed,
                                        ProbeRung::HttpCold,   ProbeRung::HttpWarm,
                                        ProbeRung::Grpc};
// The reason of a call that found no canary to answer it: nothing was measured.
inline constexpr std::string_view kNoCanary = "no-canary";
[[nodiscard]] std::string_view name(ProbeRung rung); // "http-cold"

// Sums over the answers of a time, so that they can be added. Never shown without `plusMinusUs`.
struct OneWay {
    std::uint64_t samples = 0;
    std::int64_t forwardSumUs = 0; // towards the other gateway
    std::int64_t backSumUs = 0;
    std::uint64_t plusMinusUs = 0; // the largest that held for any of them

    bool operator==(const OneWay&) const = default;
};

// By the hop limits of datagrams, one direction.
struct PathSample {
    std::uint32_t hops = 0;    // routers on the way, by the newest
    std::uint64_t changes = 0; // to a path of another length
    std::uint32_t before = 0;  // hops before the newest of the changes, where there are any

    bool operator==(const PathSample&) const = default;
};

struct ProbeSample {
    std::string link; // "aws:gcp"
    ProbeRung rung = ProbeRung::Udp;
    std::uint64_t answered = 0; // within the time limit
    std::uint64_t lost = 0;     // no answer within it; datagrams only
    std::uint64_t late = 0;     // of those counted as lost, now or before: came after all
    std::uint64_t duplicates = 0;
    std::uint64_t reordered = 0;
    std::map<std::string, std::uint64_t> failures; // by reason: "refused", "timeout"
    Histogram time;                                // of those answered
    std::optional<std::uint64_t> lastUs;
    std::optional<std::uint64_t> jitterUs; // RFC 3550, of the way out
    std::optional<OneWay> oneWay;
    std::uint64_t bytes = 0; // on the wire, both directions, IP headers included
    std::optional<PathSample> pathOut; // towards the other gateway; datagrams only
    std::optional<PathSample> pathBack;

    bool operator==(const ProbeSample&) const = default;
    [[nodiscard]] bool empty() const;
    [[nodiscard]] std::uint64_t failed() const;
    // Of those that could be tried, how many were not answered at all. A datagram that could not be
    // sent says nothing about the wire; a connection that did not come about does.
    [[nodiscard]] std::uint64_t tried() const;
    [[nodiscard]] std::uint64_t unanswered() const;
};

// Of the same link and rung: they add up to one figure.
[[nodiscard]] bool isSameSeries(const ProbeSample& a, const ProbeSample& b);
// Adds `later` of the same series to `sum`.
void merge(ProbeSample& sum, const ProbeSample& later);

} // namespace causeway::telemetry
