// SPDX-License-Identifier: Apache-2.0
#include "proxy/decision_names.h"

namespace causeway::proxy {
namespace {

// Each keeps the rules of some configuration alive: after that many, those in use come back.
constexpr std::size_t kMaxKnown = 512;

} // namespace

std::size_t DecisionNames::Hash::operator()(const Key& key) const {
    constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ULL;
    std::uint64_t hash = kPrime;
    for (const ObjectRef* each : {key.server, key.route, key.rule})
        hash = (hash ^ (reinterpret_cast<std::uintptr_t>(each) >> 4)) * kPrime;
    return hash ^ (hash >> 31);
}

const telemetry::DecisionLabels* DecisionNames::of(const policy::Decision& decision) {
    const Key key{&decision.server(), &decision.route(), &decision.rule()};
    const auto found = m_known.find(key);
    // One rule may allow today what it denies tomorrow, but not within one configuration.
    if (found != m_known.end() && found->second.labels->allowed == decision.allowed()
        && found->second.labels->wouldDeny == decision.wouldDeny())
        return found->second.labels;
    const telemetry::DecisionLabels* labels = learn(decision);
    if (m_known.size() >= kMaxKnown)
        m_known.clear();
    m_known.insert_or_assign(key, Known{decision, labels});
    return labels;
}

const telemetry::DecisionLabels* DecisionNames::learn(const policy::Decision& decision) {
    telemetry::DecisionLabels labels{decision.server(), decision.route(), decision.rule(),
                                     decision.allowed(), decision.wouldDeny()};
    if (m_names.size() >= kMax && !m_names.contains(labels)) {
        const ObjectRef other{"", "", "(other)", ""};
        labels.server = labels.route = labels.authorization = other;
    }
    return &*m_names.insert(std::move(labels)).first;
}

} // namespace causeway::proxy
