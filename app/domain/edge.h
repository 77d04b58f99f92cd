// SPDX-License-Identifier: GPL-3.0-or-later
// An edge of the mesh, "who calls whom", as the console draws it: both ends of a call are counted
// under the same key. Plain, ordered, hashable value.
#pragma once

#include "domain/inventory.h"
#include "domain/ref.h"
#include "telemetry/edge.h"

#include <array>

namespace causeway::app::domain {

enum class Tls { Unknown, Mutual, None, Local };
[[nodiscard]] QString name(Tls tls);

// The legs of a call in the order in which a request travels them.
using telemetry::Leg;
inline constexpr std::array kLegOrder = {Leg::CallerConnect, Leg::ToEgress, Leg::Connect,
                                         Leg::Wire,          Leg::ToCallee, Leg::CalleeProxy,
                                         Leg::Application};

struct EdgeKey {
    WorkloadRef source; // an unauthenticated caller has an empty name
    ServiceRef destination;
    Protocol protocol = Protocol::Unknown;
    Tls tls = Tls::Unknown;
    LinkRef link; // null inside a cluster

    // "payments.bank@aws → ledger.bank@gcp grpc mutual aws:gcp": stable, unique, readable in a
    // test.
    [[nodiscard]] QString id() const;
    bool operator==(const EdgeKey&) const = default;
    friend bool operator<(const EdgeKey& a, const EdgeKey& b) {
        return std::tie(a.source, a.destination, a.protocol, a.tls, a.link)
               < std::tie(b.source, b.destination, b.protocol, b.tls, b.link);
    }
};
inline std::size_t qHash(const EdgeKey& key, std::size_t seed = 0) {
    return qHashMulti(seed, key.source, key.destination, int(key.protocol), int(key.tls), key.link);
}

} // namespace causeway::app::domain
