// SPDX-License-Identifier: Apache-2.0
// Many operations that need not be one transaction, in parts that any etcd takes.
#pragma once

#include "control/store/store.h"

#include <algorithm>

namespace causeway::control {

// In order, until one part fails: those before it are written then.
[[nodiscard]] inline Status writeParts(Store& store, const std::vector<Operation>& operations) {
    constexpr std::ptrdiff_t kPart = 100; // etcd takes 128 at once unless it is told otherwise
    for (auto first = operations.begin(); first != operations.end();) {
        const auto last = first + std::min(kPart, operations.end() - first);
        CAUSEWAY_CHECK(
            store.write({.compares = {}, .operations = {first, last}}).map([](const Commit&) {}));
        first = last;
    }
    return {};
}

} // namespace causeway::control
