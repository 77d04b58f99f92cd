// SPDX-License-Identifier: Apache-2.0
// Replicas that find each other in etcd. Each has a lease of a few seconds there and renews it
// every second on a thread of its own; its name, and the leadership if nobody has it, hang on the
// lease and go with it. Below the store's prefix: /replicas/NAME and /leader.
#pragma once

#include "base/clock.h"
#include "control/store/etcd_options.h"
#include "control/store/replicas.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace causeway::control {

class EtcdClient;

class EtcdReplicas final : public Replicas {
public:
    // How long a replica that is killed counts as alive and, if it led, as leader.
    static constexpr std::chrono::seconds kLease{5};

    // Waits until the name is told, or the deadline of the options is over: Unavailable.
    // InvalidInput when `name` has other letters than [A-Za-z0-9.-], or is empty.
    [[nodiscard]] static Result<std::unique_ptr<EtcdReplicas>> join(const EtcdOptions& options,
                                                                    const std::string& name);
    // Gives up its lease, so that another leads at once.
    ~EtcdReplicas() override;

    [[nodiscard]] const std::string& own() const override { return m_name; }
    [[nodiscard]] bool isLeader() const override;
    [[nodiscard]] std::set<std::string> alive() const override;

private:
    EtcdReplicas(std::shared_ptr<EtcdClient> client, std::string prefix, std::string name);
    void run();
    // Renews the lease or gets one, and looks who is there.
    [[nodiscard]] Status turn();
    [[nodiscard]] Status renew();
    [[nodiscard]] Status announce();
    [[nodiscard]] Status stand(); // for leader
    void tell(const Status& turned);

    std::shared_ptr<EtcdClient> m_client;
    const std::string m_prefix;
    const std::string m_name;
    std::int64_t m_lease = 0; // 0: none; this and the next, of m_thread alone
    bool m_isTrouble = false;
    mutable std::mutex m_mutex;
    MonotonicTime m_until{}; // how long the lease lasts at least
    bool m_leads = false;    // while it lasts
    std::set<std::string> m_alive;
    bool m_stopping = false;
    std::condition_variable m_wake;
    std::thread m_thread;
};

} // namespace causeway::control
