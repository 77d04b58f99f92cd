// SPDX-License-Identifier: Apache-2.0
// Takes what proxies tell of single requests, once, and keeps it on disk. Owned by the control
// plane; safe on any thread. flush() and tidy() are called on the control plane's own thread. While
// the disk is full it holds a bounded number of tuples and counts what it gives up.
#pragma once

#include "causeway/v1/telemetry.pb.h"
#include "control/events.h"
#include "control/recording/recording_reader.h"

#include <mutex>

namespace causeway::control {

class FlightRecorder {
public:
    [[nodiscard]] static Result<std::unique_ptr<FlightRecorder>>
    open(const std::string& path, const Clock& clock, EventLog& events);

    // The requests of a report that convert/ has accepted; those of one that came before are passed
    // over.
    void record(const v1::TelemetryReport& report);
    // Writes what was recorded. Before a proxy is told that its report is kept.
    void flush();
    // A small piece of housekeeping every ten seconds.
    void tidy();

    [[nodiscard]] Result<RecordingReader> read(RecordingReader::Wanted wanted) const;

private:
    FlightRecorder(std::string path, RecordingFile file, const Clock& clock, EventLog& events)
        : m_path(std::move(path)), m_clock(clock), m_events(events), m_file(std::move(file)) {}
    [[nodiscard]] Second now() const;
    void forgetProcesses();
    void failed(const Error& error, RecordingFile::Batch batch);

    const std::string m_path;
    const Clock& m_clock;
    EventLog& m_events;

    std::mutex m_mutex; // m_pending and m_heard
    RecordingFile::Batch m_pending;
    RecordingFile::Heard m_heard;

    RecordingFile m_file; // the control plane's thread only
    bool m_diskFails = false;
    Second m_lastTidy = 0;
};

} // namespace causeway::control
