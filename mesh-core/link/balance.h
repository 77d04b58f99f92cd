// SPDX-License-Identifier: Apache-2.0
// What the latencies of a matrix say by themselves. latency(a→b) = egress(a) + wire(a,b) +
// ingress(b) with a wire that is the same from both ends, so latency(a→b) − latency(b→a) =
// balance(b) − balance(a), where a site's balance is its ingress less its egress. Only differences
// of balances are fixed; the one free constant is chosen so that the median site balances. Pure.
#pragma once

#include "link/picture.h"

namespace causeway::link {

struct SiteBalance {
    std::string site;
    double inboundLessOutboundMs = 0;
    double lowMs = 0; // over the pairs it belongs to
    double highMs = 0;
    std::size_t pairs = 0; // that were measured in both directions
    std::size_t group = 0; // sites that pairs connect with each other; balances of two groups do
                           // not compare
};

struct BalanceFit {
    std::vector<SiteBalance> sites; // only those with a pair
    double residualMs = 0;          // largest difference of a pair that the fit leaves

    [[nodiscard]] std::size_t groupSize(std::size_t group) const;
};

[[nodiscard]] BalanceFit fitBalance(const Picture& picture);

// Two directions differ by more than measuring explains: by 5 ms and by a fifth of the lesser.
[[nodiscard]] bool differ(double thereMs, double backMs);

} // namespace causeway::link
