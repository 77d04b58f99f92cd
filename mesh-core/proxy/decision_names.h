// SPDX-License-Identifier: Apache-2.0
// Gives every policy decision that one worker meets its names, once: counters hold a pointer. Names
// live as long as the worker and are never changed, so any thread may read them; more than kMax
// different ones become one, "(other)". On the worker's thread.
#pragma once

#include "policy/snapshot.h"
#include "telemetry/detail.h"

#include <set>
#include <unordered_map>

namespace causeway::proxy {

class DecisionNames {
public:
    static constexpr std::size_t kMax = 2000;

    [[nodiscard]] const telemetry::DecisionLabels* of(const policy::Decision& decision);

private:
    // By address, which is enough while the decision that is kept keeps its rules where they are.
    struct Key {
        const ObjectRef* server;
        const ObjectRef* route;
        const ObjectRef* rule;
        bool operator==(const Key&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };
    struct Known {
        policy::Decision keep;
        const telemetry::DecisionLabels* labels;
    };
    const telemetry::DecisionLabels* learn(const policy::Decision& decision);

    std::set<telemetry::DecisionLabels> m_names;
    std::unordered_map<Key, Known, Hash> m_known;
};

} // namespace causeway::proxy
