// SPDX-License-Identifier: Apache-2.0
#include "control/collect/telemetry_service.h"

#include "control/collect/report_stream.h"
#include "control/peer.h"

namespace causeway::control {

::grpc::ServerBidiReactor<::grpc::ByteBuffer, ::grpc::ByteBuffer>*
TelemetryService::Report(::grpc::CallbackServerContext* context) {
    auto* stream = new ReportStream(*this, peerIdentity(*context));
    {
        const std::lock_guard lock(m_streamsMutex);
        m_streams.insert(stream);
    }
    stream->start();
    return stream;
}

void TelemetryService::remove(ReportStream* stream) {
    const std::lock_guard lock(m_streamsMutex);
    m_streams.erase(stream);
}

void TelemetryService::flushed() {
    const Collector::Generation generation = m_parts.collector.flushed();
    const std::lock_guard lock(m_streamsMutex);
    for (ReportStream* stream : m_streams)
        stream->flushed(generation);
}

void TelemetryService::stop() {
    const std::lock_guard lock(m_streamsMutex);
    for (ReportStream* stream : m_streams)
        stream->end({::grpc::StatusCode::UNAVAILABLE, "the control plane is stopping"});
}

} // namespace causeway::control
