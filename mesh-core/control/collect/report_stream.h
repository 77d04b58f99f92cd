// SPDX-License-Identifier: Apache-2.0
// One proxy's stream of reports. Made by the service for a call, deletes itself when gRPC is done
// with it; gRPC calls it on threads of its own. Holds numbers only, never a report.
#pragma once

#include "base/proxy_instance.h"
#include "base/result.h"
#include "causeway/v1/telemetry.pb.h"
#include "control/collect/collector.h"
#include "tls/spiffe_id.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <mutex>
#include <optional>

namespace causeway::control {

class TelemetryService;

class ReportStream final : public ::grpc::ServerBidiReactor<::grpc::ByteBuffer, ::grpc::ByteBuffer> {
public:
    ReportStream(TelemetryService& service, std::optional<tls::SpiffeId> peer);

    void start();
    void flushed(Collector::Generation generation);
    void end(const ::grpc::Status& status);

    void OnReadDone(bool ok) override;
    void OnWriteDone(bool ok) override;
    void OnCancel() override;
    void OnDone() override;

private:
    [[nodiscard]] Status take(); // what m_bytes holds
    [[nodiscard]] Status count(const v1::TelemetryReport& report);
    [[nodiscard]] Status admit(const ProxyInstance& proxy);
    void await(std::uint64_t sequence, Collector::Generation generation);
    void pump(); // with m_mutex held

    struct Awaited {
        std::uint64_t sequence;
        Collector::Generation generation;
    };
    TelemetryService& m_service;
    const std::optional<tls::SpiffeId> m_peer;
    std::optional<ProxyInstance> m_proxy; // of the first report
    // As it came: a message of its own for each stream would keep the memory of its largest report.
    ::grpc::ByteBuffer m_bytes;
    std::mutex m_mutex; // what follows
    ::grpc::ByteBuffer m_ack;
    std::deque<Awaited> m_awaited; // counted, not on disk yet
    std::uint64_t m_safe = 0;      // sequence that is on disk
    std::uint64_t m_told = 0;
    bool m_writing = false;
    bool m_ended = false;
};

} // namespace causeway::control
