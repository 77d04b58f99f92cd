// SPDX-License-Identifier: Apache-2.0
// The addresses that a list of networks with exceptions means, as sorted disjoint ranges: asking is
// a binary search, whatever was declared. Immutable once compiled; any thread.
#pragma once

#include "base/ip_address.h"
#include "base/result.h"
#include "policy/rules.h"

#include <span>
#include <vector>

namespace causeway::policy {

class AddressSet {
public:
    // Fails with the field: "networks[1].except[0]: found …; expected …".
    [[nodiscard]] static Result<AddressSet> compile(std::span<const NetworkRange> networks);
    [[nodiscard]] bool contains(const IpAddress& address) const;
    [[nodiscard]] bool isEverywhere() const;

    struct Interval {
        IpAddress first;
        IpAddress last;
    };
    // Ascending; neither overlapping nor touching.
    [[nodiscard]] const std::vector<Interval>& ranges() const { return m_ranges; }

private:
    std::vector<Interval> m_ranges;
};

} // namespace causeway::policy
