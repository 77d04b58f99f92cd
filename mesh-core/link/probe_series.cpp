// SPDX-License-Identifier: Apache-2.0
#include "link/probe_series.h"

#include <algorithm>
#include <cmath>

namespace causeway::link {
namespace {

using namespace std::chrono_literals;

constexpr Duration kRemember = 30s; // for answers that come late, or twice
constexpr std::size_t kMost = 4096;

std::int64_t microseconds(Duration duration) {
    return std::chrono::round<std::chrono::microseconds>(duration).count();
}

} // namespace

ProbeSeries::ProbeSeries(std::string link, Duration timeLimit)
    : m_link(std::move(link)), m_timeLimit(timeLimit) {
    m_sample.link = m_link;
}

void ProbeSeries::sent(std::uint64_t number, MonotonicTime now) {
    m_probes[number] = {now, State::Waiting};
    forgetOld(now);
}

void ProbeSeries::failed(std::uint64_t number, const std::string& reason) {
    const auto probe = m_probes.find(number);
    if (probe != m_probes.end() && probe->second.state != State::Waiting)
        return;
    if (probe != m_probes.end())
        m_probes.erase(probe);
    ++m_sample.failures[reason];
    ++m_silence;
}

ProbeSeries::Fate ProbeSeries::answered(std::uint64_t number, MonotonicTime now, const Echo& echo) {
    const auto found = m_probes.find(number);
    if (found == m_probes.end())
        return Fate::Unknown;
    Probe& probe = found->second;
    const State before = std::exchange(probe.state, State::Answered);
    if (before == State::Answered) {
        ++m_sample.duplicates;
        return Fate::Duplicate;
    }
    if (number < m_highestAnswered)
        ++m_sample.reordered;
    m_highestAnswered = std::max(m_highestAnswered, number);
    m_silence = 0;
    if (before == State::Lost || now - probe.sentAt > m_timeLimit) {
        if (before == State::Waiting)
            ++m_sample.lost;
        ++m_sample.late;
        return Fate::Late;
    }
    measure(now, echo);
    return Fate::Answered;
}

void ProbeSeries::measure(MonotonicTime now, const Echo& echo) {
    const auto us =
        static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds(echo.roundTrip), 0));
    ++m_sample.answered;
    m_sample.time.record(us);
    m_sample.lastUs = us;
    // RFC 3550, 6.4.1: differences of transit times need no common clock.
    if (m_lastThere) {
        const double difference = std::abs(double(microseconds(echo.there - *m_lastThere)));
        m_jitterUs += (difference - m_jitterUs) / 16;
        m_sample.jitterUs = static_cast<std::uint64_t>(std::llround(m_jitterUs));
    }
    m_lastThere = echo.there;
    m_pathOut.see(echo.hopsOut, m_sample.pathOut);
    m_pathBack.see(echo.hopsBack, m_sample.pathBack);
    m_clocks.add(now, echo.there, echo.back, echo.clockErrors);
    const auto clocks = m_clocks.at(now);
    auto& way = m_sample.oneWay ? *m_sample.oneWay : m_sample.oneWay.emplace();
    ++way.samples;
    way.forwardSumUs += microseconds(echo.there - clocks->offset);
    way.backSumUs += microseconds(echo.back + clocks->offset);
    way.plusMinusUs =
        std::max(way.plusMinusUs, static_cast<std::uint64_t>(microseconds(clocks->plusMinus)));
}

void ProbeSeries::expire(MonotonicTime now) {
    for (auto& [number, probe] : m_probes)
        if (probe.state == State::Waiting && now - probe.sentAt > m_timeLimit) {
            probe.state = State::Lost;
            ++m_silence;
            // Where no datagram ever came through, something forbids them: that is no loss.
            if (everAnswered())
                ++m_sample.lost;
            else
                ++m_sample.failures["no-answer"];
        }
}

// Numbers ascend with time: the oldest are first.
void ProbeSeries::forgetOld(MonotonicTime now) {
    while (!m_probes.empty() && m_probes.begin()->second.state != State::Waiting
           && (m_probes.size() > kMost
               || m_probes.begin()->second.sentAt < now - m_timeLimit - kRemember))
        m_probes.erase(m_probes.begin());
}

telemetry::ProbeSample ProbeSeries::take() {
    telemetry::ProbeSample fresh;
    fresh.link = m_link;
    return std::exchange(m_sample, std::move(fresh));
}

} // namespace causeway::link
