// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/tap_client.h"

#include "base/log.h"
#include "causeway/v1/tap.pb.h"
#include "convert/convert.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kMethod = "/causeway.v1.TapPoint/Attach";

} // namespace

void TapClient::begin(grpc::Channel& channel) {
    auto started = channel.start(kMethod, *this);
    if (!started)
        return log::warn("opening the tap stream: {}", started.error().describe());
    m_channel = &channel;
    m_call = *started;
    v1::TapReport hello;
    *hello.mutable_proxy() = convert::toProto(m_self);
    m_channel->send(m_call, bytesOf(hello.SerializeAsString()));
    m_hooks.flush();
}

void TapClient::lost() {
    if (std::exchange(m_channel, nullptr))
        m_hooks.lost();
}

void TapClient::send(std::uint64_t tap, const v1::TapEvent& event) {
    if (!m_channel || m_channel->pendingBytes(m_call) > kMaxPending)
        return;
    v1::TapReport report;
    report.set_tap(tap);
    *report.add_events() = event;
    m_channel->send(m_call, bytesOf(report.SerializeAsString()));
    m_hooks.flush();
}

void TapClient::onMessage(grpc::CallId, ByteView message) {
    v1::TapOrder order;
    if (!order.ParseFromArray(message.data(), static_cast<int>(message.size())))
        return log::warn("the control plane sent a TapOrder that does not parse");
    m_hooks.order(order);
}

// Configuration and telemetry go on: a control plane without taps is one that we can live with.
void TapClient::onStatus(grpc::CallId, const grpc::Status& status) {
    log::debug("the tap stream ended: {}", status.describe());
    lost();
}

} // namespace causeway::proxy
