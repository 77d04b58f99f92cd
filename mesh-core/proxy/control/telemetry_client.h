// SPDX-License-Identifier: Apache-2.0
// Sends what was counted, exactly once: a report keeps its sequence and is sent again on every new
// connection until it is acknowledged. While the control plane is away nothing is drained from the
// counters, so nothing can be lost; only the resolution in time suffers. Main thread.
#pragma once

#include "grpc/channel.h"
#include "telemetry/report.h"

#include <deque>

namespace causeway::proxy {

class TelemetryClient final : private grpc::CallEvents {
public:
    struct Hooks {
        std::function<void()> flush;
        std::function<void()> acknowledged;
        std::function<void(const grpc::Status&)> stopped;
    };
    explicit TelemetryClient(Hooks hooks) : m_hooks(std::move(hooks)) {}

    void begin(grpc::Channel& channel);
    void lost() { m_channel = nullptr; }

    // Whether another report may be made now; otherwise leave the counters alone.
    [[nodiscard]] bool wantsReport() const;
    // Gives it the next sequence and sends it.
    void add(telemetry::Report report);
    [[nodiscard]] std::size_t unacknowledged() const { return m_pending.size(); }

private:
    struct Pending {
        std::uint64_t sequence;
        std::string bytes;
    };
    void onMessage(grpc::CallId id, ByteView message) override;
    void onStatus(grpc::CallId id, const grpc::Status& status) override;
    void send(const Pending& pending);

    Hooks m_hooks;
    grpc::Channel* m_channel = nullptr;
    grpc::CallId m_call = 0;
    std::uint64_t m_sequence = 0;
    std::deque<Pending> m_pending;
};

} // namespace causeway::proxy
