// SPDX-License-Identifier: Apache-2.0
#include "control/listening.h"

#include "base/scope_guard.h"
#include "net/address.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <sys/socket.h>

#include <unistd.h>

namespace causeway::control {

namespace {

constexpr unsigned kReloadSeconds = 5;
constexpr int kKeepaliveMs = 15'000; // a host that vanished is noticed in twenty seconds
constexpr int kKeepaliveTimeoutMs = 5'000;
constexpr int kPingEveryMs = 5'000;

Result<int> openSocket(const net::Address& address) {
    const int socket = ::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return failErrno("listen on " + address.text(), errno);
    return socket;
}

// Removes a socket that a dead process left behind; a live one is somebody's.
Status clearPath(const net::Address& address) {
    CAUSEWAY_TRY(const int probe, openSocket(address));
    const ScopeGuard close([&] { ::close(probe); });
    if (::connect(probe, address.native(), address.nativeSize()) == 0)
        return fail(ErrorKind::AlreadyExists, "listen on " + address.text()
                                                  + ": another process listens there; stop it, or "
                                                    "give another address");
    ::unlink(address.path().c_str());
    return {};
}

// gRPC only says that a bind failed; what the system said is learned by trying it first.
Status tryBind(const net::Address& address) {
    CAUSEWAY_TRY(const int probe, openSocket(address));
    const ScopeGuard close([&] { ::close(probe); });
    const int on = 1;
    ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(probe, address.native(), address.nativeSize()) != 0 || ::listen(probe, 1) != 0)
        return failErrno("listen on " + address.text(), errno);
    if (address.isUnix())
        ::unlink(address.path().c_str());
    return {};
}

std::shared_ptr<::grpc::ServerCredentials> credentials(const ServingLeaf& leaf,
                                                       ClientCertificate clients) {
    namespace experimental = ::grpc::experimental;
    const auto provider = std::make_shared<experimental::FileWatcherCertificateProvider>(
        leaf.keyFile(), leaf.certificateFile(), leaf.anchorsFile(), kReloadSeconds);
    experimental::TlsServerCredentialsOptions options(provider);
    options.watch_root_certs();
    options.watch_identity_key_cert_pairs();
    options.set_cert_request_type(clients == ClientCertificate::Required
                                      ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                      : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
    return experimental::TlsServerCredentials(options);
}

void tune(::grpc::ServerBuilder& builder) {
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kPingEveryMs);
}

} // namespace

Result<Server> listen(const Listening& listening, const ServingLeaf& leaf) {
    CAUSEWAY_TRY(const auto address, net::Address::parse(listening.address));
    if (address.isUnix())
        CAUSEWAY_CHECK(clearPath(address));
    CAUSEWAY_CHECK(tryBind(address));
    ::grpc::EnableDefaultHealthCheckService(true);
    ::grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    ::grpc::ServerBuilder builder;
    tune(builder);
    int port = 0;
    builder.AddListeningPort(address.text(), credentials(leaf, listening.clients), &port);
    for (::grpc::Service* service : listening.services)
        builder.RegisterService(service);
    Server server{.server = builder.BuildAndStart(), .address = address.text()};
    if (!server.server)
        return fail(ErrorKind::AlreadyExists,
                    "listen on " + address.text() + ": another process has just taken it");
    if (!address.isUnix())
        server.address = address.withPort(static_cast<std::uint16_t>(port)).text();
    return server;
}

} // namespace causeway::control
