// SPDX-License-Identifier: Apache-2.0
#include "control/recording/flight_recorder.h"

#include "base/log.h"
#include "convert/convert.h"

#include <algorithm>
#include <utility>

namespace causeway::control {

namespace {

constexpr std::size_t kMaxPending = 50'000;
constexpr Second kTidyEvery = 10;
constexpr std::size_t kMaxHeard = 20'000;
constexpr Second kOldest = 24 * 3600; // of a report's label; beyond that its clock is wrong

std::string proxyOf(const v1::TelemetryReport& report) {
    return report.proxy().namespace_() + "/" + report.proxy().instance();
}

// A label that cannot be true is replaced by the time of arrival.
void setTimes(recording::Sample& sample, Second now) {
    if (sample.lastSeen > now || sample.lastSeen < now - kOldest)
        sample.lastSeen = now;
    sample.firstSeen = std::clamp(sample.firstSeen, sample.lastSeen - kOldest, sample.lastSeen);
}

} // namespace

Result<std::unique_ptr<FlightRecorder>> FlightRecorder::open(const std::string& path,
                                                             const Clock& clock, EventLog& events) {
    const Second now =
        std::chrono::floor<std::chrono::seconds>(clock.wallNow()).time_since_epoch().count();
    CAUSEWAY_TRY(auto file, RecordingFile::open(path, RecordingFile::Limits(), now));
    CAUSEWAY_TRY(auto heard, file.heard());
    std::unique_ptr<FlightRecorder> recorder(
        new FlightRecorder(path, std::move(file), clock, events));
    recorder->m_heard = std::move(heard);
    return recorder;
}

Second FlightRecorder::now() const {
    return std::chrono::floor<std::chrono::seconds>(m_clock.wallNow()).time_since_epoch().count();
}

void FlightRecorder::record(const v1::TelemetryReport& report) {
    if (report.requests().empty() && report.requests_given_up() == 0)
        return;
    const ProcessKey process{.proxy = proxyOf(report), .epoch = report.proxy().epoch()};
    const std::lock_guard lock(m_mutex);
    // A proxy sends its reports in order, and again from the oldest that was not acknowledged.
    auto& heard = m_heard[process];
    if (report.sequence() <= heard)
        return;
    heard = report.sequence();
    m_pending.heard[process] = heard;
    m_pending.givenUp += report.requests_given_up();
    for (const auto& message : report.requests()) {
        auto sample = convert::fromProto(message);
        if (!sample)
            continue; // the report as a whole was accepted by convert/
        sample->workload = process.proxy;
        setTimes(*sample, now());
        if (m_pending.requests.size() < kMaxPending)
            m_pending.requests.push_back(std::move(*sample));
        else
            m_pending.givenUp += sample->count;
    }
}

void FlightRecorder::flush() {
    RecordingFile::Batch batch;
    {
        const std::lock_guard lock(m_mutex);
        if (m_pending.heard.empty())
            return;
        batch = std::exchange(m_pending, {});
    }
    if (const auto written = m_file.append(batch, now()); !written)
        return failed(written.error(), std::move(batch));
    if (std::exchange(m_diskFails, false))
        m_events.add(Severity::Info, "recording.recovered", "recording",
                     "requests are written to disk again");
}

void FlightRecorder::failed(const Error& error, RecordingFile::Batch batch) {
    if (!std::exchange(m_diskFails, true))
        m_events.add(Severity::Warning, "recording.degraded", "recording",
                     "what is called cannot be written to disk: " + error.describe());
    const std::lock_guard lock(m_mutex);
    for (auto& sample : m_pending.requests) {
        if (batch.requests.size() < kMaxPending)
            batch.requests.push_back(std::move(sample));
        else
            batch.givenUp += sample.count;
    }
    batch.givenUp += m_pending.givenUp;
    batch.heard.merge(m_pending.heard);
    for (const auto& [process, sequence] : m_pending.heard)
        batch.heard[process] = sequence; // the later one
    m_pending = std::move(batch);
}

// Processes that have long ended: the file has forgotten them.
void FlightRecorder::forgetProcesses() {
    const std::lock_guard lock(m_mutex);
    if (m_heard.size() < kMaxHeard)
        return;
    auto known = m_file.heard();
    if (!known)
        return;
    for (const auto& [process, sequence] : m_pending.heard)
        (*known)[process] = sequence;
    m_heard = std::move(*known);
}

void FlightRecorder::tidy() {
    const Second second = now();
    if (second < m_lastTidy + kTidyEvery)
        return;
    m_lastTidy = second;
    forgetProcesses();
    const auto tidied = m_file.tidy(second);
    if (!tidied && !m_diskFails)
        return log::warn("tidying the recording: {}", tidied.error().describe());
    if (tidied && tidied->tuples > 0)
        m_events.add(Severity::Warning, "recording.full", "recording",
                     "the recording is at its bound in bytes: the oldest "
                         + std::to_string(tidied->tuples) + " tuples of "
                         + std::to_string(tidied->requests) + " requests are dropped");
}

Result<RecordingReader> FlightRecorder::read(RecordingReader::Wanted wanted) const {
    if (wanted.to == 0)
        wanted.to = now() + 1;
    if (wanted.from < 0 || wanted.from > wanted.to)
        return fail(ErrorKind::InvalidInput, "start: found a time after end or before 1970");
    return RecordingReader::open(m_path, std::move(wanted));
}

} // namespace causeway::control
