// SPDX-License-Identifier: Apache-2.0
// One proxy's Config stream. Made by the service for a call, deletes itself when gRPC is done with
// it. gRPC calls it on threads of its own; one write is under way at a time, and the next one is
// compiled when it ends, so that a slow reader holds no queue.
#pragma once

#include "causeway/v1/config.pb.h"
#include "control/config/subscriptions.h"
#include "tls/spiffe_id.h"

#include <grpcpp/support/server_callback.h>

#include <mutex>

namespace causeway::control {

class ConfigService;

class ConfigStream final : public ::grpc::ServerBidiReactor<v1::ConfigRequest, v1::ConfigUpdate> {
public:
    ConfigStream(ConfigService& service, std::optional<tls::SpiffeId> peer, std::string address);

    void start();
    void worldChanged(Subscriptions::News news);
    void end(const ::grpc::Status& status);

    void OnReadDone(bool ok) override;
    void OnWriteDone(bool ok) override;
    void OnCancel() override;
    void OnDone() override;

private:
    [[nodiscard]] Status handle(const rules::ConfigRequest& request);
    [[nodiscard]] Status greet(const rules::Hello& hello);
    void refuse(const rules::Nack& nack);
    void pump(); // with m_mutex held
    void leave();

    ConfigService& m_service;
    const std::optional<tls::SpiffeId> m_peer;
    const std::string m_address;
    v1::ConfigRequest m_request;
    std::mutex m_mutex; // what follows
    v1::ConfigUpdate m_update;
    std::optional<Subscriptions> m_subscriptions; // none before Hello
    Presence::StreamId m_presence = 0;            // 0: not announced
    bool m_writing = false;
    bool m_ended = false;
};

} // namespace causeway::control
