// SPDX-License-Identifier: Apache-2.0
// The Telemetry service: a stream of reports per proxy, acknowledged when they are on disk. Owned
// by the control plane, outlives its server. Any thread.
#pragma once

#include "causeway/v1/telemetry.grpc.pb.h"
#include "control/collect/collector.h"
#include "control/discovery/objects.h"
#include "control/discovery/presence.h"
#include "control/identity/certificates.h"
#include "control/recording/flight_recorder.h"

#include <set>

namespace causeway::control {

class ReportStream;

// Reports come as bytes, see ReportStream.
class TelemetryService final
    : public v1::Telemetry::WithRawCallbackMethod_Report<v1::Telemetry::Service> {
public:
    struct Parts {
        Collector& collector;
        FlightRecorder& recorder;
        Objects& objects;
        Presence& presence;
        Certificates& certificates;
        EventLog& events;
        // Asks for a turn of the collector now: a proxy that drains waits for its last answer.
        std::function<void()> hurry;
    };
    explicit TelemetryService(Parts parts) : m_parts(std::move(parts)) {}

    ::grpc::ServerBidiReactor<::grpc::ByteBuffer, ::grpc::ByteBuffer>*
    Report(::grpc::CallbackServerContext* context) override;

    // More reports are on disk.
    void flushed();
    void stop();

private:
    friend class ReportStream;
    void remove(ReportStream* stream);

    Parts m_parts;
    std::mutex m_streamsMutex; // taken before a stream's own
    std::set<ReportStream*> m_streams;
};

} // namespace causeway::control
