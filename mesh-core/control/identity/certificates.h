// SPDX-License-Identifier: Apache-2.0
// The certificates of a cluster that are in use, as people ask for them: anchors, issuer, the
// control plane's own, and every leaf that was issued and neither expired nor replaced. Safe on any
// thread.
#pragma once

#include "causeway/v1/admin.pb.h"
#include "control/identity/authority.h"
#include "control/store/store.h"

#include <map>
#include <mutex>
#include <set>

namespace causeway::control {

class Certificates {
public:
    [[nodiscard]] static Result<std::unique_ptr<Certificates>> open(Store& store,
                                                                    std::string cluster);

    // Those of now take the place of those before.
    void setAuthorities(const Trust& trust);
    void setServing(const Issued& leaf); // the control plane's own
    // What keeps a leaf in the store; the caller writes it, so that it can add to the transaction.
    [[nodiscard]] Operation record(const Issued& leaf) const;
    void add(const Issued& leaf);

    // `instance` serves with the leaf of this serial: others that it served with are history.
    void inUse(const std::string& serial, const std::string& workload, const std::string& instance);
    // Drops what has expired from the list; with `fromStore` from the store as well, which one of
    // several does. Keeps what inUse() has learned, for all at once. About once a second.
    void turn(WallTime now, bool fromStore = true);

    // From now on leaves that other control planes issue are known here as well.
    [[nodiscard]] Status watch();
    void stopWatching() { m_watch.reset(); }

    [[nodiscard]] std::vector<v1::Certificate> list() const; // by kind, then serial

private:
    Certificates(Store& store, std::string cluster)
        : m_store(store), m_cluster(std::move(cluster)) {}
    [[nodiscard]] v1::Certificate describe(v1::Certificate::Kind kind,
                                           const tls::Certificate& certificate,
                                           const std::string& anchorKey) const;
    void take(const Change& change);
    // Under the lock.
    void put(v1::Certificate leaf);
    void drop(const std::string& serial);
    void persist(const std::vector<Operation>& operations) const;

    Store& m_store;
    std::string m_cluster;
    mutable std::mutex m_mutex;
    std::map<std::string, v1::Certificate> m_leaves; // by serial
    std::map<std::string, std::set<std::string>> m_serials; // of leaves in use, by instance
    std::vector<v1::Certificate> m_authorities;      // anchors, then the issuer
    v1::Certificate m_serving;
    std::vector<Operation> m_unkept; // until the next turn()
    std::uint64_t m_revision = 0;   // that was read when it was opened
    std::unique_ptr<Watch> m_watch; // last: ends before the rest goes
};

} // namespace causeway::control
