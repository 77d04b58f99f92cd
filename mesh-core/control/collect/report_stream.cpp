// SPDX-License-Identifier: Apache-2.0
#include "control/collect/report_stream.h"

#include "base/log.h"
#include "control/collect/telemetry_service.h"
#include "control/peer.h"
#include "control/proxy_admission.h"
#include "convert/convert.h"
#include "convert/report_check.h"

#include <grpcpp/support/proto_buffer_reader.h>

namespace causeway::control {

ReportStream::ReportStream(TelemetryService& service, std::optional<tls::SpiffeId> peer)
    : m_service(service), m_peer(std::move(peer)) {}

void ReportStream::start() {
    StartRead(&m_bytes);
}

void ReportStream::OnReadDone(bool ok) {
    if (!ok)
        return end(::grpc::Status::OK);
    if (const auto taken = take(); !taken) {
        log::warn("telemetry: {}", taken.error().describe());
        return end(statusOf(taken.error()));
    }
    StartRead(&m_bytes);
}

Status ReportStream::take() {
    thread_local v1::TelemetryReport report; // keeps its memory for the next one on this thread
    using Reader = ::grpc::ProtoBufferReader;
    if (!::grpc::GenericDeserialize<Reader, v1::TelemetryReport>(&m_bytes, &report).ok())
        return fail(ErrorKind::Protocol, "a message of the stream is no TelemetryReport");
    return count(report);
}

Status ReportStream::count(const v1::TelemetryReport& report) {
    auto& parts = m_service.m_parts;
    CAUSEWAY_TRY(const ProxyInstance proxy, convert::fromProto(report.proxy()));
    CAUSEWAY_CHECK(admit(proxy));
    parts.presence.reported(proxy, report.stats());
    parts.certificates.inUse(report.stats().certificate_serial(), proxy.workload, proxy.instance);
    // One that cannot be read will not get better: it is answered, or it would come for ever.
    if (const auto readable = convert::checkReport(report); !readable) {
        parts.events.add(Severity::Error, "telemetry.refused", proxy.instance,
                         "report " + std::to_string(report.sequence())
                             + " is not counted: " + readable.error().describe());
        await(report.sequence(), 0);
        return {};
    }
    parts.recorder.record(report);
    await(report.sequence(), parts.collector.record(report));
    if (report.stats().draining())
        parts.hurry();
    return {};
}

Status ReportStream::admit(const ProxyInstance& proxy) {
    if (m_proxy) {
        if (proxy != *m_proxy)
            return fail(ErrorKind::Protocol, "a stream carries the reports of one proxy; found "
                                                 + proxy.instance + " after " + m_proxy->instance);
        return {};
    }
    CAUSEWAY_CHECK(admitProxy(proxy, m_peer, m_service.m_parts.objects.current()->set()));
    m_proxy = proxy;
    return {};
}

void ReportStream::await(std::uint64_t sequence, Collector::Generation generation) {
    const Collector::Generation flushedNow = m_service.m_parts.collector.flushed();
    const std::lock_guard lock(m_mutex);
    m_awaited.push_back({.sequence = sequence, .generation = generation});
    // A report that was on disk before it came again is answered at once.
    while (!m_awaited.empty() && m_awaited.front().generation <= flushedNow) {
        m_safe = m_awaited.front().sequence;
        m_awaited.pop_front();
    }
    pump();
}

void ReportStream::flushed(Collector::Generation generation) {
    const std::lock_guard lock(m_mutex);
    while (!m_awaited.empty() && m_awaited.front().generation <= generation) {
        m_safe = m_awaited.front().sequence;
        m_awaited.pop_front();
    }
    pump();
}

void ReportStream::pump() {
    if (m_writing || m_ended || m_told == m_safe)
        return;
    m_told = m_safe;
    v1::ReportAck ack;
    ack.set_sequence(m_told);
    const ::grpc::Slice slice(ack.SerializeAsString());
    m_ack = ::grpc::ByteBuffer(&slice, 1);
    m_writing = true;
    StartWrite(&m_ack);
}

void ReportStream::OnWriteDone(bool ok) {
    if (!ok)
        return end(::grpc::Status::CANCELLED);
    const std::lock_guard lock(m_mutex);
    m_writing = false;
    pump();
}

void ReportStream::OnCancel() {
    end(::grpc::Status::CANCELLED);
}

void ReportStream::end(const ::grpc::Status& status) {
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_ended, true))
            return;
    }
    Finish(status);
}

void ReportStream::OnDone() {
    m_service.remove(this);
    delete this;
}

} // namespace causeway::control
