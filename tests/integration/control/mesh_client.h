// SPDX-License-Identifier: Apache-2.0
// The other end of a control plane, for tests: a person with a role, and a proxy that joins, holds
// its streams and reports. Blocking, with a deadline on every call.
#pragma once

#include "causeway/v1/admin.grpc.pb.h"
#include "causeway/v1/config.grpc.pb.h"
#include "causeway/v1/identity.grpc.pb.h"
#include "causeway/v1/telemetry.grpc.pb.h"
#include "integration/control/control_process.h"

#include <grpcpp/grpcpp.h>

namespace causeway::test {

// Without a pair the client shows no certificate.
[[nodiscard]] std::shared_ptr<::grpc::Channel>
channelTo(const std::string& address, const std::string& anchorsPem, const Pair& pair);

// A context whose call ends after twenty seconds at the latest.
[[nodiscard]] std::unique_ptr<::grpc::ClientContext> context();

class Person {
public:
    Person(const ControlProcess& control, const std::string& role);

    [[nodiscard]] v1::Admin::Stub& api() { return *m_api; }
    [[nodiscard]] std::string token(const std::string& account);
    // Requests counted in the last minute.
    [[nodiscard]] std::uint64_t requests();

private:
    std::unique_ptr<v1::Admin::Stub> m_api;
};

class ConfigSession {
public:
    ConfigSession(const std::shared_ptr<::grpc::Channel>& channel, const v1::Hello& hello);
    ~ConfigSession();

    void send(const v1::ConfigRequest& request) { m_stream->Write(request); }
    // The next update; an empty one when the stream ended.
    [[nodiscard]] v1::ConfigUpdate next();
    [[nodiscard]] ::grpc::Status finish();

private:
    std::unique_ptr<::grpc::ClientContext> m_context;
    std::unique_ptr<v1::Config::Stub> m_api;
    std::unique_ptr<::grpc::ClientReaderWriter<v1::ConfigRequest, v1::ConfigUpdate>> m_stream;
    bool m_finished = false;
};

class TestProxy {
public:
    TestProxy(const std::string& account, const std::string& instance);

    // Asks for a leaf with a token.
    [[nodiscard]] ::grpc::Status join(const ControlProcess& control, const std::string& token);
    // Asks for a new one with the leaf it has.
    [[nodiscard]] ::grpc::Status renew(const ControlProcess& control);
    [[nodiscard]] std::shared_ptr<::grpc::Channel> channel(const ControlProcess& control) const;

    [[nodiscard]] v1::Hello hello() const;
    [[nodiscard]] std::unique_ptr<ConfigSession> connect(const ControlProcess& control,
                                                         const v1::Hello& hello) const;
    // Sends reports first … last, each of `requests` requests; the last acknowledgement that came
    // when all were, or the stream ended.
    [[nodiscard]] std::uint64_t report(const ControlProcess& control, std::uint64_t first,
                                       std::uint64_t last, std::uint64_t requests) const;
    [[nodiscard]] const Pair& pair() const { return m_pair; }

private:
    [[nodiscard]] ::grpc::Status certify(const std::shared_ptr<::grpc::Channel>& channel,
                                         const std::string& token);

    v1::ProxyInstance m_instance;
    tls::PrivateKey m_key;
    Pair m_pair; // empty before the first leaf
};

} // namespace causeway::test
