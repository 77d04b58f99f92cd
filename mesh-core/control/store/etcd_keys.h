// SPDX-License-Identifier: Apache-2.0
// How the store's keys and revisions stand in etcd. A key has the cluster's prefix before it. An
// etcd that nothing was ever written to is at revision 1 and the store at 0, so that etcd's number
// is always one more. Pure.
#pragma once

#include "control/store/store.h"
#include "etcd/rpc.pb.h"

namespace causeway::control {

// 0 means the same to both: the newest, or a key that is not there.
[[nodiscard]] inline std::int64_t toEtcd(std::uint64_t revision) {
    return revision == 0 ? 0 : static_cast<std::int64_t>(revision) + 1;
}
[[nodiscard]] inline std::uint64_t fromEtcd(std::int64_t revision) {
    return revision <= 0 ? 0 : static_cast<std::uint64_t>(revision) - 1;
}

// Where the keys with `prefix` begin in etcd. Ours begin with a slash, so that those of another
// cluster, whose prefix only begins like ours, are not among them.
[[nodiscard]] inline std::string firstKey(const std::string& storePrefix,
                                          const std::string& prefix) {
    return storePrefix + (prefix.empty() ? "/" : prefix);
}

// The first key after all that start with `prefix`, which is not empty.
[[nodiscard]] inline std::string endOfPrefix(std::string prefix) {
    while (prefix.size() > 1 && static_cast<unsigned char>(prefix.back()) == 0xff)
        prefix.pop_back();
    ++prefix.back();
    return prefix;
}

[[nodiscard]] inline KeyValue fromEtcd(const mvccpb::KeyValue& item, std::size_t prefixSize) {
    return {.key = item.key().substr(prefixSize),
            .value = item.value(),
            .createRevision = fromEtcd(item.create_revision()),
            .modRevision = fromEtcd(item.mod_revision()),
            .version = static_cast<std::uint64_t>(item.version())};
}

} // namespace causeway::control
