// SPDX-License-Identifier: Apache-2.0
#include "control/store/etcd_client.h"

#include "control/state_folder.h"
#include "tls/certificate.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <thread>

namespace causeway::control {

namespace {

using namespace std::chrono_literals;
namespace pb = etcdserverpb;

constexpr unsigned kReloadSeconds = 60;
constexpr Duration kBetweenAttempts = 50ms;
constexpr Duration kProbe = 200ms;
// How long a call may take after one that nobody answered: whoever asks holds a thread.
constexpr Duration kWhileAway = 1s;
// A member that hangs is noticed by its silence; etcd takes pings no closer than five seconds.
constexpr int kKeepaliveMs = 10'000;
constexpr int kKeepaliveTimeoutMs = 3'000;

gpr_timespec after(Duration duration) {
    const auto span =
        gpr_time_from_nanos(std::max(duration, Duration::zero()).count(), GPR_TIMESPAN);
    return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), span);
}

Duration until(gpr_timespec deadline) {
    const auto left = gpr_time_sub(deadline, gpr_now(GPR_CLOCK_MONOTONIC));
    return std::chrono::seconds(left.tv_sec) + std::chrono::nanoseconds(left.tv_nsec);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

// The member refused before it proposed anything to the others: nothing was done.
bool isUntouched(const ::grpc::Status& status) {
    return status.error_code() == ::grpc::StatusCode::UNAVAILABLE
           && status.error_message() == "etcdserver: no leader";
}

bool isAway(const ::grpc::Status& status) {
    switch (status.error_code()) {
    case ::grpc::StatusCode::UNAVAILABLE:
    case ::grpc::StatusCode::DEADLINE_EXCEEDED:
    case ::grpc::StatusCode::CANCELLED:
    case ::grpc::StatusCode::UNKNOWN: // what etcd says of a request that was under way at its end
        return true;
    default:
        return false;
    }
}

// gRPC only logs that it cannot read a file: what is wrong with it is said here, once, at start.
Status checkFiles(const EtcdOptions& options) {
    for (const std::string& file : {options.authorities, options.certificate}) {
        if (file.empty())
            continue;
        CAUSEWAY_TRY(const std::string pem, readFile(file));
        auto listed = tls::Certificate::listFromPem(pem);
        if (!listed)
            return tl::unexpected(std::move(listed).error().context(file));
    }
    return options.key.empty() ? Status() : readFile(options.key).map([](const std::string&) {});
}

// Files that are exchanged while we run are read anew.
std::shared_ptr<::grpc::ChannelCredentials> tlsCredentials(const EtcdOptions& options) {
    namespace security = ::grpc::experimental;
    security::TlsChannelCredentialsOptions with;
    with.set_certificate_provider(std::make_shared<security::FileWatcherCertificateProvider>(
        options.key, options.certificate, options.authorities, kReloadSeconds));
    with.watch_root_certs();
    if (!options.certificate.empty())
        with.watch_identity_key_cert_pairs();
    return security::TlsCredentials(with);
}

::grpc::ChannelArguments arguments() {
    ::grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
    arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
    // A range may be everything there is.
    arguments.SetMaxReceiveMessageSize(-1);
    return arguments;
}

std::string_view remedyOf(const std::string& why, bool isTls) {
    if (contains(why, "handshake"))
        return "--etcd-ca has to vouch for its certificate, and the certificate to name its host";
    return isTls ? "is it running there, and does it take --etcd-certificate?"
                 : "is it running there?";
}

// "too many operations …" and the like are limits that whoever runs etcd has set.
std::optional<Error> describeLimit(const std::string& said, const std::string& who) {
    if (contains(said, "too many operations"))
        return Error(
            ErrorKind::Exhausted,
            who
                + " takes fewer changes at once than this; start it with "
                  "--max-txn-ops=4096, or apply fewer objects at once; nothing was changed");
    if (contains(said, "request is too large") || contains(said, "larger than max"))
        return Error(ErrorKind::Exhausted,
                     who
                         + " takes smaller changes than this; start it with "
                           "--max-request-bytes=16777216, or apply fewer objects at once; nothing "
                           "was changed");
    if (contains(said, "database space exceeded"))
        return Error(ErrorKind::Exhausted,
                     who
                         + " is full; start it with a larger --quota-backend-bytes and run etcdctl "
                           "alarm disarm; nothing was changed");
    return std::nullopt;
}

} // namespace

Result<std::shared_ptr<EtcdClient>> EtcdClient::make(const EtcdOptions& options) {
    CAUSEWAY_CHECK(checkEtcdOptions(options));
    CAUSEWAY_CHECK(checkFiles(options));
    std::shared_ptr<EtcdClient> client(new EtcdClient(options.deadline));
    for (const std::string& endpoint : options.endpoints) {
        auto channel = ::grpc::CreateCustomChannel(etcdTarget(endpoint),
                                                   isEtcdOverTls(endpoint)
                                                       ? tlsCredentials(options)
                                                       : ::grpc::InsecureChannelCredentials(),
                                                   arguments());
        client->m_members.push_back({.endpoint = endpoint,
                                     .channel = channel,
                                     .kv = pb::KV::NewStub(channel),
                                     .watch = pb::Watch::NewStub(channel),
                                     .lease = pb::Lease::NewStub(channel)});
    }
    return client;
}

std::string EtcdClient::endpoints() const {
    std::string all;
    for (const EtcdMember& member : m_members)
        all += (all.empty() ? "" : ", ") + member.endpoint;
    return all;
}

void EtcdClient::askForLeader(::grpc::ClientContext& context) {
    context.AddMetadata("hasleader", "true");
}

void EtcdClient::moveOn(const EtcdMember& from) const {
    // Whoever is second finds that the first has moved on already.
    std::size_t index = static_cast<std::size_t>(&from - m_members.data());
    m_current.compare_exchange_strong(index, (index + 1) % m_members.size());
}

Result<const EtcdMember*> EtcdClient::connected(Duration within) const {
    return connectedBefore(after(within));
}

Result<const EtcdMember*> EtcdClient::connectedBefore(gpr_timespec deadline) const {
    std::string why;
    std::string_view remedy;
    for (std::size_t left = m_members.size(); left > 0; --left) {
        const EtcdMember& member = m_members[m_current];
        const Duration share = until(deadline) / static_cast<int>(left);
        if (member.channel->WaitForConnected(after(share)))
            return &member;
        why = reason(member);
        remedy = remedyOf(why, isEtcdOverTls(member.endpoint));
        moveOn(member);
    }
    return fail(ErrorKind::Unavailable,
                "no etcd answers at " + endpoints() + ": " + why + "; " + std::string(remedy));
}

std::string EtcdClient::reason(const EtcdMember& member) const {
    ::grpc::ClientContext context;
    context.set_deadline(after(kProbe));
    pb::RangeRequest request;
    request.set_key(std::string(1, '\0'));
    pb::RangeResponse response;
    const auto status = member.kv->Range(&context, request, &response);
    if (status.ok() || status.error_code() == ::grpc::StatusCode::DEADLINE_EXCEEDED)
        return "no connection in time";
    const std::string& said = status.error_message();
    constexpr std::string_view kLast = "last error: ";
    const auto last = said.rfind(kLast);
    return last == said.npos ? said : said.substr(last + kLast.size());
}

template <typename Response, typename Call>
Result<Response> EtcdClient::call(Again again, Call one) const {
    const Duration within = m_isAway ? std::min(m_deadline, kWhileAway) : m_deadline;
    auto answer = callWithin<Response>(within, again, one);
    m_isAway = !answer && answer.error().kind() == ErrorKind::Unavailable;
    return answer;
}

template <typename Response, typename Call>
Result<Response> EtcdClient::callWithin(Duration within, Again again, Call one) const {
    const gpr_timespec deadline = after(within);
    // One that may be asked elsewhere leaves time for it.
    const Duration share =
        again == Again::Yes ? within / static_cast<int>(m_members.size()) : within;
    for (;;) {
        CAUSEWAY_TRY(const EtcdMember* member, connectedBefore(deadline));
        ::grpc::ClientContext context;
        context.set_deadline(after(std::min(share, until(deadline))));
        askForLeader(context);
        Response response;
        const ::grpc::Status status = one(*member, context, response);
        if (status.ok())
            return response;
        if (isAway(status))
            moveOn(*member);
        const bool mayRepeat = isUntouched(status) || (again == Again::Yes && isAway(status));
        if (!mayRepeat || until(deadline) <= kBetweenAttempts) {
            Error error = describe(status, *member);
            if (again == Again::UnlessSent && isAway(status) && !isUntouched(status))
                error = Error(error.kind(), error.message()
                                                + "; the change may have been made or not: look "
                                                  "before you repeat it");
            return tl::unexpected(std::move(error));
        }
        std::this_thread::sleep_for(kBetweenAttempts);
    }
}

Result<pb::RangeResponse> EtcdClient::range(const pb::RangeRequest& request) const {
    return call<pb::RangeResponse>(Again::Yes,
                                   [&](const EtcdMember& member, auto& context, auto& response) {
                                       return member.kv->Range(&context, request, &response);
                                   });
}

Result<pb::TxnResponse> EtcdClient::txn(const pb::TxnRequest& request) const {
    return call<pb::TxnResponse>(Again::UnlessSent,
                                 [&](const EtcdMember& member, auto& context, auto& response) {
                                     return member.kv->Txn(&context, request, &response);
                                 });
}

Result<pb::LeaseGrantResponse> EtcdClient::grant(const pb::LeaseGrantRequest& request) const {
    return call<pb::LeaseGrantResponse>(
        Again::UnlessSent, [&](const EtcdMember& member, auto& context, auto& response) {
            return member.lease->LeaseGrant(&context, request, &response);
        });
}

Result<pb::LeaseRevokeResponse> EtcdClient::revoke(const pb::LeaseRevokeRequest& request) const {
    return call<pb::LeaseRevokeResponse>(
        Again::Yes, [&](const EtcdMember& member, auto& context, auto& response) {
            return member.lease->LeaseRevoke(&context, request, &response);
        });
}

Result<pb::LeaseKeepAliveResponse>
EtcdClient::keepAlive(const pb::LeaseKeepAliveRequest& request) const {
    return call<pb::LeaseKeepAliveResponse>(
        Again::Yes, [&](const EtcdMember& member, auto& context, auto& response) {
            const auto stream = member.lease->LeaseKeepAlive(&context);
            const bool isAnswered = stream->Write(request) && stream->Read(&response);
            stream->WritesDone();
            const ::grpc::Status status = stream->Finish();
            return isAnswered ? ::grpc::Status::OK : status;
        });
}

Error EtcdClient::describe(const ::grpc::Status& status, const EtcdMember& member) {
    using Code = ::grpc::StatusCode;
    const std::string who = "etcd at " + member.endpoint;
    const std::string said =
        status.error_message().empty() ? "it closed the call" : status.error_message();
    if (auto limit = describeLimit(said, who))
        return *std::move(limit);
    if (isAway(status))
        return {ErrorKind::Unavailable, status.error_code() == Code::DEADLINE_EXCEEDED
                                            ? who + " did not answer in time"
                                            : who + " does not answer: " + said};
    switch (status.error_code()) {
    case Code::OUT_OF_RANGE:
        return contains(said, "compacted")
                   ? Error(ErrorKind::NotFound,
                           who
                               + " no longer keeps that revision: its history was compacted; it is "
                                 "kept when etcd runs without --auto-compaction-retention")
                   : Error(ErrorKind::InvalidInput, "that revision is not there yet: " + said);
    case Code::RESOURCE_EXHAUSTED:
        return {ErrorKind::Exhausted, who + ": " + said};
    case Code::UNAUTHENTICATED:
    case Code::PERMISSION_DENIED:
        return {ErrorKind::PermissionDenied,
                who + " does not let this control plane in: " + said
                    + "; its user, the common name of --etcd-certificate, needs reading and "
                      "writing under --etcd-prefix"};
    case Code::NOT_FOUND:
        return {ErrorKind::NotFound, who + ": " + said};
    case Code::UNIMPLEMENTED:
        return {ErrorKind::Protocol, who + " does not speak the API of etcd 3.4 or later: " + said};
    default:
        return {ErrorKind::Io, who + ": " + said};
    }
}

} // namespace causeway::control
