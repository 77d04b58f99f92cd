// SPDX-License-Identifier: Apache-2.0
// One watch in etcd, on a thread of its own. When its stream ends, it follows again from the
// revision after the last one that it has told, on a member that answers: nothing is left out and
// nothing is told twice. When that revision was compacted away meanwhile, everything that is there
// now is told as one revision; what was deleted in between is not. Ends when destroyed.
#pragma once

#include "control/store/store.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace grpc {
class ClientContext;
}
namespace etcdserverpb {
class WatchResponse;
}

namespace causeway::control {

class EtcdClient;

class EtcdWatch final : public Watch {
public:
    struct Range {
        std::string storePrefix; // taken off the keys that are told
        std::string prefix;
    };

    EtcdWatch(std::shared_ptr<EtcdClient> client, Range range, std::uint64_t fromRevision,
              WatchCallback callback);
    // Not on the callback's thread.
    ~EtcdWatch() override;

private:
    void run();
    // Until the stream ends; the reason why.
    [[nodiscard]] Error follow();
    // Whether to go on reading; an error ends the stream as well.
    [[nodiscard]] Status take(const etcdserverpb::WatchResponse& response);
    void tell(const etcdserverpb::WatchResponse& response);
    [[nodiscard]] Status tellAll();
    [[nodiscard]] bool isStopping();
    // Null: none is open. One that is opened while this ends is cancelled.
    void setOpen(::grpc::ClientContext* context);
    void pause();

    std::shared_ptr<EtcdClient> m_client;
    Range m_range;
    std::uint64_t m_next; // revision to be told
    WatchCallback m_callback;
    bool m_isLost = false; // told once, not at every attempt
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    ::grpc::ClientContext* m_context = nullptr; // of the stream that is open
    std::thread m_thread;
};

} // namespace causeway::control
