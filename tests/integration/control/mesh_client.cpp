// SPDX-License-Identifier: Apache-2.0
#include "integration/control/mesh_client.h"

#include <grpcpp/security/credentials.h>

namespace causeway::test {

namespace {

constexpr const char* kControlName = "control.causeway.serviceaccount.identity.causeway.talk.mesh";
constexpr auto kPatience = std::chrono::seconds(20);

std::string text(const std::vector<std::uint8_t>& bytes) {
    return std::string(textOf(bytes));
}

} // namespace

std::shared_ptr<::grpc::Channel> channelTo(const std::string& address,
                                           const std::string& anchorsPem, const Pair& pair) {
    ::grpc::SslCredentialsOptions options;
    options.pem_root_certs = anchorsPem;
    options.pem_cert_chain = pair.certificate;
    options.pem_private_key = pair.key;
    ::grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride(kControlName);
    arguments.SetMaxReceiveMessageSize(256 * 1024 * 1024); // a whole graph at once
    // A connection of its own for each: the certificate belongs to it.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return ::grpc::CreateCustomChannel(address, ::grpc::SslCredentials(options), arguments);
}

std::unique_ptr<::grpc::ClientContext> context() {
    auto made = std::make_unique<::grpc::ClientContext>();
    made->set_deadline(std::chrono::system_clock::now() + kPatience);
    return made;
}

Person::Person(const ControlProcess& control, const std::string& role)
    : m_api(v1::Admin::NewStub(channelTo(control.adminAddress(), control.trust().anchorsPem(),
                                         control.trust().person(role)))) {}

std::string Person::token(const std::string& account) {
    v1::CreateJoinTokenRequest request;
    request.set_namespace_("bank");
    request.set_service_account(account);
    v1::CreateJoinTokenResponse response;
    const auto status = m_api->CreateJoinToken(context().get(), request, &response);
    return status.ok() ? response.token() : status.error_message();
}

std::uint64_t Person::requests() {
    v1::QueryEdgesRequest request;
    v1::QueryEdgesResponse response;
    std::uint64_t sum = 0;
    if (m_api->QueryEdges(context().get(), request, &response).ok())
        for (const auto& edge : response.edges())
            sum += edge.requests();
    return sum;
}

ConfigSession::ConfigSession(const std::shared_ptr<::grpc::Channel>& channel,
                             const v1::Hello& hello)
    : m_context(context()), m_api(v1::Config::NewStub(channel)),
      m_stream(m_api->Stream(m_context.get())) {
    v1::ConfigRequest request;
    *request.mutable_hello() = hello;
    send(request);
}

ConfigSession::~ConfigSession() {
    if (m_finished)
        return;
    m_context->TryCancel();
    std::ignore = m_stream->Finish();
}

v1::ConfigUpdate ConfigSession::next() {
    v1::ConfigUpdate update;
    if (m_stream->Read(&update)) {
        v1::ConfigRequest ack;
        ack.mutable_ack()->set_sequence(update.sequence());
        send(ack);
        return update;
    }
    return {};
}

::grpc::Status ConfigSession::finish() {
    m_stream->WritesDone();
    v1::ConfigUpdate update;
    while (m_stream->Read(&update)) {
    }
    m_finished = true;
    return m_stream->Finish();
}

TestProxy::TestProxy(const std::string& account, const std::string& instance)
    : m_key(tls::PrivateKey::generate().value()) {
    m_instance.set_cluster("aws");
    m_instance.set_namespace_("bank");
    m_instance.set_workload(account);
    m_instance.set_instance(instance);
    m_instance.set_epoch(1);
    m_instance.set_version("0.1.0");
    m_instance.set_mode(v1::PROXY_MODE_SIDECAR);
    m_instance.set_identity("spiffe://talk.mesh/cluster/aws/ns/bank/sa/" + account);
}

::grpc::Status TestProxy::certify(const std::shared_ptr<::grpc::Channel>& channel,
                                  const std::string& token) {
    const auto identity = tls::SpiffeId::parse(m_instance.identity()).value();
    v1::CertifyRequest request;
    request.set_identity(identity.uri());
    request.set_join_token(token);
    request.set_csr(text(tls::CertificateRequest::make(m_key, identity).value()));
    v1::CertifyResponse response;
    const auto status =
        v1::Identity::NewStub(channel)->Certify(context().get(), request, &response);
    if (!status.ok())
        return status;
    m_pair = {.certificate = tls::Certificate::fromDer(bytesOf(response.leaf()))->pem(),
              .key = m_key.pem()};
    for (const std::string& intermediate : response.intermediates())
        m_pair.certificate += tls::Certificate::fromDer(bytesOf(intermediate))->pem();
    return status;
}

::grpc::Status TestProxy::join(const ControlProcess& control, const std::string& token) {
    return certify(channelTo(control.proxiesAddress(), control.trust().anchorsPem(), Pair()),
                   token);
}

::grpc::Status TestProxy::renew(const ControlProcess& control) {
    return certify(channel(control), {});
}

std::shared_ptr<::grpc::Channel> TestProxy::channel(const ControlProcess& control) const {
    return channelTo(control.proxiesAddress(), control.trust().anchorsPem(), m_pair);
}

v1::Hello TestProxy::hello() const {
    v1::Hello hello;
    *hello.mutable_proxy() = m_instance;
    return hello;
}

std::unique_ptr<ConfigSession> TestProxy::connect(const ControlProcess& control,
                                                  const v1::Hello& hello) const {
    return std::make_unique<ConfigSession>(channel(control), hello);
}

std::uint64_t TestProxy::report(const ControlProcess& control, std::uint64_t first,
                                std::uint64_t last, std::uint64_t requests) const {
    const auto call = context();
    const auto api = v1::Telemetry::NewStub(channel(control));
    const auto stream = api->Report(call.get());
    for (std::uint64_t sequence = first; sequence <= last; ++sequence) {
        v1::TelemetryReport report;
        *report.mutable_proxy() = m_instance;
        report.set_sequence(sequence);
        report.mutable_end()->set_seconds(std::time(nullptr));
        report.set_duration_us(1'000'000);
        v1::EdgeSample& sample = *report.add_edges();
        sample.mutable_key()->set_vantage(v1::VANTAGE_CALLER);
        sample.mutable_key()->set_destination_service("ledger.bank");
        sample.mutable_key()->set_destination_cluster("aws");
        sample.mutable_key()->set_route("default");
        sample.mutable_key()->set_protocol(v1::PROTOCOL_HTTP1);
        sample.mutable_key()->set_status_class(v1::STATUS_CLASS_2XX);
        sample.mutable_key()->set_tls(v1::TLS_STATE_MUTUAL);
        sample.set_requests(requests);
        sample.set_attempts(requests);
        stream->Write(report);
    }
    v1::ReportAck ack;
    while (ack.sequence() < last && stream->Read(&ack)) {
    }
    stream->WritesDone();
    std::ignore = stream->Finish();
    return ack.sequence();
}

} // namespace causeway::test
