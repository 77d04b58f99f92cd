// SPDX-License-Identifier: Apache-2.0
#include "telemetry/connections.h"

#include <algorithm>

namespace causeway::telemetry {

bool ConnectionSample::empty() const {
    return connectionUs == 0 && opened == 0 && segments == 0 && rtt.empty();
}

void ConnectionSample::add(const TcpReading& before, const TcpReading& now) {
    if (now.acknowledged < before.acknowledged) // the kernel has begun anew: it was broken off
        return;
    segments += now.segments - before.segments; // counters of 32 bits may go round
    retransmits += now.retransmits - before.retransmits;
    if (now.acknowledged == before.acknowledged || now.rttUs == 0)
        return;
    rtt.record(now.rttUs);
    rttVariationSumUs += now.rttVariationUs;
    deliveryRate = std::max(deliveryRate, now.deliveryRate);
}

bool isSameSeries(const ConnectionSample& a, const ConnectionSample& b) {
    return a.leg == b.leg && a.link == b.link;
}

void merge(ConnectionSample& sum, const ConnectionSample& later) {
    sum.connectionUs += later.connectionUs;
    sum.opened += later.opened;
    sum.resumed += later.resumed;
    sum.rtt.merge(later.rtt);
    sum.rttVariationSumUs += later.rttVariationSumUs;
    sum.segments += later.segments;
    sum.retransmits += later.retransmits;
    sum.deliveryRate = std::max(sum.deliveryRate, later.deliveryRate);
}

} // namespace causeway::telemetry
