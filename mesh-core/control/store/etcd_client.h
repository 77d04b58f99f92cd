// SPDX-License-Identifier: Apache-2.0
// Calls to an etcd of one or more members: goes to one that answers, moves on to the next when it
// does not, never waits longer than the deadline (and only a second once nobody has answered), and
// says what failed in words. Knows neither keys nor revisions of ours. Safe on any thread. Its
// types never leave the store's sources.
#pragma once

#include "control/store/etcd_options.h"
#include "etcd/rpc.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>

namespace causeway::control {

// One server of the etcd cluster.
struct EtcdMember {
    std::string endpoint;
    std::shared_ptr<::grpc::Channel> channel; // connects when first used, and again by itself
    std::unique_ptr<etcdserverpb::KV::Stub> kv;
    std::unique_ptr<etcdserverpb::Watch::Stub> watch;
    std::unique_ptr<etcdserverpb::Lease::Stub> lease;
};

class EtcdClient {
public:
    // Reads the certificate files, connects to nobody yet. InvalidInput and Io name the flag or
    // file.
    [[nodiscard]] static Result<std::shared_ptr<EtcdClient>> make(const EtcdOptions& options);

    // Unavailable when no member answers within the deadline; InvalidInput for a revision of the
    // future, NotFound for one that was compacted away. A txn or lease call that is Unavailable may
    // still have been done: it was sent, and nobody said what came of it.
    [[nodiscard]] Result<etcdserverpb::RangeResponse>
    range(const etcdserverpb::RangeRequest& request) const;
    [[nodiscard]] Result<etcdserverpb::TxnResponse>
    txn(const etcdserverpb::TxnRequest& request) const;
    [[nodiscard]] Result<etcdserverpb::LeaseGrantResponse>
    grant(const etcdserverpb::LeaseGrantRequest& request) const;
    [[nodiscard]] Result<etcdserverpb::LeaseRevokeResponse>
    revoke(const etcdserverpb::LeaseRevokeRequest& request) const;
    // Once; not found: its TTL is 0.
    [[nodiscard]] Result<etcdserverpb::LeaseKeepAliveResponse>
    keepAlive(const etcdserverpb::LeaseKeepAliveRequest& request) const;

    // A member with a connection, waiting at most `within` for one; for streams.
    [[nodiscard]] Result<const EtcdMember*> connected(Duration within) const;
    // The next call goes to another member, if there is one.
    void moveOn(const EtcdMember& from) const;
    // A call is to fail at once on a member that has lost its leader, instead of waiting for one.
    static void askForLeader(::grpc::ClientContext& context);
    [[nodiscard]] static Error describe(const ::grpc::Status& status, const EtcdMember& member);

    [[nodiscard]] std::string endpoints() const; // "https://a:2379, https://b:2379"

private:
    enum class Again { Yes, UnlessSent }; // may a call be repeated?

    explicit EtcdClient(Duration deadline) : m_deadline(deadline) {}
    template <typename Response, typename Call>
    [[nodiscard]] Result<Response> call(Again again, Call one) const;
    template <typename Response, typename Call>
    [[nodiscard]] Result<Response> callWithin(Duration within, Again again, Call one) const;
    [[nodiscard]] Result<const EtcdMember*> connectedBefore(gpr_timespec deadline) const;
    // Why there is no connection.
    [[nodiscard]] std::string reason(const EtcdMember& member) const;

    Duration m_deadline;
    std::vector<EtcdMember> m_members;
    mutable std::atomic<std::size_t> m_current = 0; // index into m_members
    mutable std::atomic<bool> m_isAway = false;     // nobody answered the last call
};

} // namespace causeway::control
