// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/telemetry_client.h"

#include "base/log.h"
#include "convert/convert.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kMethod = "/causeway.v1.Telemetry/Report";
constexpr std::size_t kMaxPending = 30;

} // namespace

void TelemetryClient::begin(grpc::Channel& channel) {
    auto started = channel.start(kMethod, *this);
    if (!started)
        return log::warn("opening the Telemetry stream: {}", started.error().describe());
    m_channel = &channel;
    m_call = *started;
    for (const Pending& pending : m_pending)
        send(pending);
}

bool TelemetryClient::wantsReport() const {
    return m_channel && m_pending.size() < kMaxPending;
}

void TelemetryClient::add(telemetry::Report report) {
    report.sequence = ++m_sequence;
    m_pending.push_back({m_sequence, convert::toProto(report).SerializeAsString()});
    send(m_pending.back());
}

void TelemetryClient::send(const Pending& pending) {
    if (!m_channel)
        return;
    m_channel->send(m_call, bytesOf(pending.bytes));
    m_hooks.flush();
}

void TelemetryClient::onMessage(grpc::CallId, ByteView message) {
    v1::ReportAck ack;
    if (!ack.ParseFromArray(message.data(), static_cast<int>(message.size())))
        return log::warn("the control plane sent a ReportAck that does not parse");
    while (!m_pending.empty() && m_pending.front().sequence <= ack.sequence())
        m_pending.pop_front();
    m_hooks.acknowledged();
}

void TelemetryClient::onStatus(grpc::CallId, const grpc::Status& status) {
    m_channel = nullptr;
    m_hooks.stopped(status);
}

} // namespace causeway::proxy
