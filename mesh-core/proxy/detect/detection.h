// SPDX-License-Identifier: Apache-2.0
// One connection on its way to a protocol:
//
//   Listening ── silence for a while ──► Probing ── the server greets ──────────► Raw
//      │                                    │  └─── silence for the whole time ──► Raw
//      └──────── the client's bytes ────────┴──────────────────────► Http1, Http2 or Raw
//
// In Probing the server is connected to already, in case it is the one that speaks first. Owned by
// a DownstreamConnection; on its thread. No I/O, no timer: its owner waits patience() and tells.
#pragma once

#include "base/protocol.h"
#include "proxy/detect/first_speakers.h"
#include "telemetry/histogram.h"

#include <array>
#include <string_view>

namespace causeway::proxy {

// Linkerd's words for how detection ended.
enum class DetectResult : std::uint8_t { Http1, Http2, NotHttp, ReadTimeout, Error };
inline constexpr std::array<std::string_view, 5> kDetectResults{"http/1", "http/2", "not_http",
                                                                "read_timeout", "error"};
struct DetectCounters {
    std::array<std::uint64_t, kDetectResults.size()> results{};
    telemetry::Histogram durations; // from a connection's first byte, or silence, to its result

    void merge(const DetectCounters& other);
};

// What configuration says of a destination.
struct Expected {
    Protocol protocol = Protocol::Detect;
    Duration detectTimeout = std::chrono::seconds(10);
    bool mayProbe = true;      // whether the server may be asked before the client has spoken
    bool byServerName = false; // whether TLS may go there depends on whom it is for
};

class Detection {
public:
    enum class Step : std::uint8_t { Wait, Probe, Http1, Http2, Raw };

    Detection(FirstSpeakers& speakers, DetectCounters& counters, std::string destination,
              Expected expected, MonotonicTime now);

    // Declared protocols need no look: Http1 stands for either HTTP, by its preface.
    [[nodiscard]] Step begin() const;
    // All bytes of the client so far.
    [[nodiscard]] Step onBytes(std::string_view bytes, MonotonicTime now);
    // patience() went by.
    [[nodiscard]] Step onSilence(MonotonicTime now);
    void onServerSpoke(MonotonicTime now);
    void onClosed(MonotonicTime now);
    [[nodiscard]] Duration patience(MonotonicTime now) const;
    [[nodiscard]] bool probing() const { return m_probing; }

private:
    void count(DetectResult result, MonotonicTime now);

    FirstSpeakers& m_speakers;
    DetectCounters& m_counters;
    std::string m_destination;
    Expected m_expected;
    MonotonicTime m_since;
    bool m_probing = false;
};

} // namespace causeway::proxy
