// SPDX-License-Identifier: Apache-2.0
#include "proxy/detect/detection.h"

#include "proxy/detect/client_hello.h"
#include "proxy/detect/first_bytes.h"

#include <algorithm>
#include <utility>

namespace causeway::proxy {

void DetectCounters::merge(const DetectCounters& other) {
    for (std::size_t i = 0; i < results.size(); ++i)
        results[i] += other.results[i];
    durations.merge(other.durations);
}

void Detection::count(DetectResult result, MonotonicTime now) {
    ++m_counters.results[static_cast<std::size_t>(result)];
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - m_since).count();
    m_counters.durations.record(static_cast<std::uint64_t>(std::max<std::int64_t>(took, 0)));
}

Detection::Detection(FirstSpeakers& speakers, DetectCounters& counters, std::string destination,
                     Expected expected, MonotonicTime now)
    : m_speakers(speakers), m_counters(counters), m_destination(std::move(destination)),
      m_expected(expected), m_since(now) {}

Detection::Step Detection::begin() const {
    switch (m_expected.protocol) {
    case Protocol::Opaque:
    case Protocol::Tls:
        return Step::Raw;
    case Protocol::Detect:
        return Step::Wait;
    default:
        return Step::Http1;
    }
}

Detection::Step Detection::onBytes(std::string_view bytes, MonotonicTime now) {
    const FirstBytes found = classifyFirstBytes(bytes);
    const bool awaitsName =
        found == FirstBytes::Tls && m_expected.byServerName && !isWholeHello(bytes);
    if (found == FirstBytes::Undecided || awaitsName)
        return Step::Wait;
    m_speakers.learn(m_destination, FirstSpeakers::Side::Client, now);
    if (found == FirstBytes::Http1 || found == FirstBytes::Http2) {
        const bool first = found == FirstBytes::Http1;
        count(first ? DetectResult::Http1 : DetectResult::Http2, now);
        return first ? Step::Http1 : Step::Http2;
    }
    count(DetectResult::NotHttp, now);
    return Step::Raw;
}

Detection::Step Detection::onSilence(MonotonicTime now) {
    if (now - m_since >= m_expected.detectTimeout) {
        count(DetectResult::ReadTimeout, now);
        return Step::Raw;
    }
    return std::exchange(m_probing, true) ? Step::Wait : Step::Probe;
}

void Detection::onServerSpoke(MonotonicTime now) {
    m_speakers.learn(m_destination, FirstSpeakers::Side::Server, now);
    count(DetectResult::NotHttp, now);
}

void Detection::onClosed(MonotonicTime now) {
    count(DetectResult::Error, now);
}

Duration Detection::patience(MonotonicTime now) const {
    const Duration left = std::max(Duration(0), m_expected.detectTimeout - (now - m_since));
    return m_probing || !m_expected.mayProbe
               ? left
               : std::min(left, m_speakers.patience(m_destination, m_expected.detectTimeout, now));
}

} // namespace causeway::proxy
