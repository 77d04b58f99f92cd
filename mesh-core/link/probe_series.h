// SPDX-License-Identifier: Apache-2.0
// What the answers to numbered datagrams say: round trip, loss, lateness, duplicates, reordering,
// jitter, one-way times with their uncertainty, changes of the path. Pure; the caller brings the clock. One thread.
#pragma once

#include "link/clock_bounds.h"
#include "link/path_hops.h"
#include "telemetry/probe.h"

#include <map>

namespace causeway::link {

// The four timestamps of a probe, as what can be used of them.
struct Echo {
    Duration roundTrip{}; // on our monotonic clock, without what the other side kept it for
    Duration there{};     // the other's clock at arrival less ours at sending: offset included
    Duration back{};      // ours at arrival less the other's at sending
    std::optional<Duration> clockErrors; // both sides' maximum errors, summed
    std::optional<std::uint32_t> hopsOut; // routers on the way there
    std::optional<std::uint32_t> hopsBack;
};

class ProbeSeries {
public:
    ProbeSeries(std::string link, Duration timeLimit);

    // Numbers count up by one; a gap is a probe that was not sent.
    void sent(std::uint64_t number, MonotonicTime now);
    enum class Fate : std::uint8_t { Answered, Late, Duplicate, Unknown };
    Fate answered(std::uint64_t number, MonotonicTime now, const Echo& echo);
    // A probe that could not be sent, or was refused on the way: neither answered nor lost.
    void failed(std::uint64_t number, const std::string& reason);
    // Counts as lost what has waited longer than the time limit.
    void expire(MonotonicTime now);
    void addBytes(std::uint64_t bytes) { m_sample.bytes += bytes; }

    // What was decided since the last call.
    [[nodiscard]] telemetry::ProbeSample take();
    // How many of the newest decided ones in a row were not answered.
    [[nodiscard]] std::uint64_t silence() const { return m_silence; }
    [[nodiscard]] bool everAnswered() const { return m_highestAnswered > 0; }

private:
    enum class State : std::uint8_t { Waiting, Answered, Lost };
    struct Probe {
        MonotonicTime sentAt;
        State state = State::Waiting;
    };
    void measure(MonotonicTime now, const Echo& echo);
    void forgetOld(MonotonicTime now);

    const std::string m_link;
    const Duration m_timeLimit;
    std::map<std::uint64_t, Probe> m_probes; // of the last while
    std::uint64_t m_highestAnswered = 0;
    std::uint64_t m_silence = 0;
    ClockBounds m_clocks;
    PathHops m_pathOut;
    PathHops m_pathBack;
    std::optional<Duration> m_lastThere;
    double m_jitterUs = 0;
    telemetry::ProbeSample m_sample;
};

} // namespace causeway::link
