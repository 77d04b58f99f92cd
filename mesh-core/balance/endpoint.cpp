// SPDX-License-Identifier: Apache-2.0
#include "balance/endpoint.h"

#include <algorithm>

namespace causeway::balance {

bool isNear(const Endpoint& endpoint, std::string_view zone) {
    const auto& zones = endpoint.forZones;
    return std::find(zones.begin(), zones.end(), zone) != zones.end();
}

void apply(Endpoints& held, const EndpointsDelta& delta) {
    auto& list = held.endpoints;
    const auto place = [&](const std::string& address) {
        return std::lower_bound(list.begin(), list.end(), address,
                                [](const Endpoint& e, const std::string& a) { return e.address < a; });
    };
    for (const auto& address : delta.remove)
        if (const auto at = place(address); at != list.end() && at->address == address)
            list.erase(at);
    for (const auto& endpoint : delta.add) {
        const auto at = place(endpoint.address);
        if (at != list.end() && at->address == endpoint.address)
            *at = endpoint;
        else
            list.insert(at, endpoint);
    }
    held.exists = true;
}

} // namespace causeway::balance
