// SPDX-License-Identifier: Apache-2.0
// The proxy's end of taps: takes orders from the control plane, hands events over. While the
// connection is slow events are let go, never kept: a tap is a look, not a record. Main thread.
#pragma once

#include "base/proxy_instance.h"
#include "grpc/channel.h"

namespace causeway::v1 {
class TapEvent;
class TapOrder;
} // namespace causeway::v1

namespace causeway::proxy {

class TapClient final : private grpc::CallEvents {
public:
    static constexpr std::size_t kMaxPending =
        1024 * 1024; // bytes that the connection did not take

    struct Hooks {
        std::function<void()> flush;
        std::function<void(const v1::TapOrder&)> order;
        std::function<void()> lost; // every tap ends with the connection
    };
    TapClient(const ProxyInstance& self, Hooks hooks) : m_self(self), m_hooks(std::move(hooks)) {}

    void begin(grpc::Channel& channel);
    void lost();
    void send(std::uint64_t tap, const v1::TapEvent& event);

private:
    void onMessage(grpc::CallId id, ByteView message) override;
    void onStatus(grpc::CallId id, const grpc::Status& status) override;

    const ProxyInstance& m_self;
    Hooks m_hooks;
    grpc::Channel* m_channel = nullptr;
    grpc::CallId m_call = 0;
};

} // namespace causeway::proxy
