// SPDX-License-Identifier: Apache-2.0
#include "link/inventory.h"

#include <algorithm>

namespace causeway::link {
namespace {

template <typename Facts, typename Matches>
auto find(const Facts& facts, Matches matches) -> decltype(facts.data()) {
    const auto found = std::ranges::find_if(facts, matches);
    return found == facts.end() ? nullptr : &*found;
}

} // namespace

const LinkFact* ClusterInventory::linkTo(const std::string& other) const {
    return find(links, [&](const LinkFact& each) { return each.to == other; });
}

const ProxyFact* ClusterInventory::proxy(const std::string& instance) const {
    return find(proxies, [&](const ProxyFact& each) { return each.instance == instance; });
}

const ServiceFact* ClusterInventory::service(const std::string& name) const {
    return find(services, [&](const ServiceFact& each) {
        return each.service == name && each.mirrorOf.empty();
    });
}

} // namespace causeway::link
