// SPDX-License-Identifier: Apache-2.0
#include "policy/address_set.h"
#include "rules/compile.h"

#include <algorithm>
#include <bit>

namespace causeway::rules {
namespace {

using resource::EgressNetwork;
using resource::Object;

constexpr std::string_view kSharedNamespace = "linkerd-egress";

std::vector<policy::NetworkRange> outside(const ObjectSet& objects) {
    std::vector<policy::NetworkRange> ranges{{"0.0.0.0/0", {}}, {"::/0", {}}};
    for (const auto& inside : policy::clusterRanges(objects.cluster().clusterNetworks))
        ranges[inside.cidr.find(':') == std::string::npos ? 0 : 1].except.push_back(inside.cidr);
    return ranges;
}

// The size of the smallest block of the network that contains the address, as the number of bits
// that are fixed; nothing when none does.
std::optional<int> fixedBits(const ObjectSet& objects, const EgressNetwork& egress,
                             const IpAddress& address) {
    auto ranges = outside(objects);
    if (!egress.networks.empty()) {
        ranges.clear();
        for (const auto& network : egress.networks)
            ranges.push_back({network.cidr, network.except});
    }
    std::optional<int> best;
    for (const auto& range : ranges) {
        const auto set = policy::AddressSet::compile({&range, 1});
        const auto network = IpNetwork::parse(range.cidr);
        if (!set || !network || !set->contains(address))
            continue;
        int bits = 0;
        for (std::size_t i = 0; i < network->first().octets().size(); ++i)
            bits += 8
                    - std::bit_width(static_cast<unsigned>(network->first().octets()[i]
                                                           ^ network->last().octets()[i]));
        best = std::max(best.value_or(bits), bits);
    }
    return best;
}

const Object* smallestIn(const ObjectSet& objects, std::string_view namespace_,
                         const IpAddress& address) {
    const Object* best = nullptr;
    int bestBits = -1;
    for (const auto* object : objects.all()) { // older first: it wins a tie
        const auto* egress = object->as<EgressNetwork>();
        if (!egress || object->metadata.namespace_ != namespace_)
            continue;
        const auto bits = fixedBits(objects, *egress, address);
        if (bits && *bits > bestBits) {
            best = object;
            bestBits = *bits;
        }
    }
    return best;
}

} // namespace

const Object* egressNetworkFor(const ObjectSet& objects, std::string_view namespace_,
                               const IpAddress& address) {
    const bool hasOwn = std::ranges::any_of(objects.all(), [&](const auto* object) {
        return object->template as<EgressNetwork>() && object->metadata.namespace_ == namespace_;
    });
    return smallestIn(objects, hasOwn ? namespace_ : kSharedNamespace, address);
}

} // namespace causeway::rules
