// SPDX-License-Identifier: Apache-2.0
#include "client/channel.h"

#include "base/log.h"
#include "tls/spiffe_id.h"

#include <grpc/support/log.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <algorithm>
#include <mutex>

namespace causeway::client {

namespace {

namespace security = ::grpc::experimental;

constexpr std::string_view kWrongPeer = "the peer is ";

// gRPC has checked the chain; this checks that the one behind the address is the one we mean.
class PeerVerifier : public security::ExternalCertificateVerifier {
public:
    explicit PeerVerifier(std::string identity) : m_identity(std::move(identity)) {}
    ~PeerVerifier() override = default;

    bool Verify(security::TlsCustomVerificationCheckRequest* request,
                std::function<void(::grpc::Status)>, ::grpc::Status* status) override {
        const auto names = request->uri_names();
        if (std::ranges::find(names, ::grpc::string_ref(m_identity)) != names.end())
            return true;
        const std::string found =
            names.empty() ? "nobody" : std::string(names[0].data(), names[0].size());
        *status = ::grpc::Status(::grpc::StatusCode::UNAUTHENTICATED,
                                 std::string(kWrongPeer) + found + ", expected " + m_identity);
        return true;
    }
    void Cancel(security::TlsCustomVerificationCheckRequest*) override {}

private:
    std::string m_identity;
};

// gRPC would write to standard error, where a table's reader and a script's log are.
void quietenGrpc() {
    static std::once_flag once;
    std::call_once(once, [] {
        gpr_set_log_function(
            [](gpr_log_func_args* args) { log::debug("grpc: {}", args->message); });
    });
}

ErrorKind kindOf(::grpc::StatusCode code) {
    switch (code) {
    case ::grpc::StatusCode::INVALID_ARGUMENT:
    case ::grpc::StatusCode::OUT_OF_RANGE:
        return ErrorKind::InvalidInput;
    case ::grpc::StatusCode::NOT_FOUND:
        return ErrorKind::NotFound;
    case ::grpc::StatusCode::ALREADY_EXISTS:
        return ErrorKind::AlreadyExists;
    case ::grpc::StatusCode::FAILED_PRECONDITION:
    case ::grpc::StatusCode::ABORTED:
        return ErrorKind::Conflict;
    case ::grpc::StatusCode::PERMISSION_DENIED:
        return ErrorKind::PermissionDenied;
    case ::grpc::StatusCode::UNAUTHENTICATED:
        return ErrorKind::Unauthenticated;
    case ::grpc::StatusCode::UNAVAILABLE:
    case ::grpc::StatusCode::CANCELLED:
    case ::grpc::StatusCode::OK:
        return ErrorKind::Unavailable;
    case ::grpc::StatusCode::DEADLINE_EXCEEDED:
        return ErrorKind::Timeout;
    case ::grpc::StatusCode::RESOURCE_EXHAUSTED:
        return ErrorKind::Exhausted;
    case ::grpc::StatusCode::UNIMPLEMENTED:
        return ErrorKind::Protocol;
    default:
        return ErrorKind::Internal;
    }
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// The cause at the end of "failed to connect to all addresses; last error: UNKNOWN: unix:/x: No
// such …".
std::string innermost(const std::string& message, const std::string& address) {
    for (const auto& mark : {address + ": ", std::string("last error: ")})
        if (const auto at = message.rfind(mark); at != std::string::npos)
            return message.substr(at + mark.size());
    return message;
}

Error describeUnavailable(const std::string& message, const FleetCluster& cluster) {
    if (const auto at = message.find(kWrongPeer); at != std::string::npos)
        return {ErrorKind::Unauthenticated,
                fmt::format("another control plane answers at {}: {}; correct the cluster's name "
                            "or its admin address "
                            "in the fleet file",
                            cluster.admin, message.substr(at))};
    if (contains(message, "handshake") || contains(message, "certificate")
        || contains(message, "SSL"))
        return {ErrorKind::Unauthenticated,
                fmt::format("the TLS handshake with {} failed: {}; both sides must have "
                            "certificates of the same trust "
                            "anchor that have not expired: causewayctl certs shows them",
                            cluster.admin, innermost(message, cluster.admin))};
    return {ErrorKind::Unavailable,
            fmt::format("nobody answers at {}: {}; is causeway-control running there?",
                        cluster.admin, innermost(message, cluster.admin))};
}

} // namespace

std::shared_ptr<::grpc::Channel> makeChannel(const FleetFile& fleet, const FleetCluster& cluster,
                                             const Credentials& credentials) {
    quietenGrpc();
    const auto control =
        tls::SpiffeId::workload(fleet.trustDomain, cluster.name, "causeway", "control");
    const std::string identity = control ? control->uri() : std::string();
    security::TlsChannelCredentialsOptions options;
    options.set_certificate_provider(std::make_shared<security::StaticDataCertificateProvider>(
        credentials.trustAnchors,
        std::vector<security::IdentityKeyCertPair>{{credentials.key, credentials.certificate}}));
    options.watch_root_certs();
    options.watch_identity_key_cert_pairs();
    options.set_certificate_verifier(
        security::ExternalCertificateVerifier::Create<PeerVerifier>(identity));

    ::grpc::ChannelArguments arguments;
    if (control)
        arguments.SetSslTargetNameOverride(control->dnsName());
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
    arguments.SetMaxReceiveMessageSize(64 * 1024 * 1024);
    return ::grpc::CreateCustomChannel(cluster.admin, security::TlsCredentials(options), arguments);
}

Error describeFailure(const ::grpc::Status& status, const FleetCluster& cluster) {
    const auto kind = kindOf(status.error_code());
    const std::string message = status.ok() ? "the stream was closed" : status.error_message();
    Error error(kind, message);
    if (kind == ErrorKind::Unavailable)
        error = describeUnavailable(message, cluster);
    else if (kind == ErrorKind::Timeout)
        error = Error(
            kind,
            fmt::format("no answer from {} in time; the control plane may be overloaded or stopped",
                        cluster.admin));
    else if (kind == ErrorKind::Protocol)
        error =
            Error(kind, "the control plane is of another version and does not know this request: "
                            + message);
    return std::move(error).context("cluster " + cluster.name);
}

} // namespace causeway::client
