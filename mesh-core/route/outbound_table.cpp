// SPDX-License-Identifier: Apache-2.0
#include "route/route_table.h"

namespace causeway::route {

OutboundTable::OutboundTable(std::shared_ptr<const OutboundRoutes> rules, RouteTable table)
    : m_rules(std::move(rules)), m_table(std::move(table)) {}

Result<OutboundTable> OutboundTable::compile(OutboundRoutes routes) {
    std::vector<RouteRule> rules;
    for (const auto& route : routes.routes)
        rules.push_back(route.rule);
    CAUSEWAY_TRY(auto table, RouteTable::compile(rules, routes.precedence));
    return OutboundTable(std::make_shared<const OutboundRoutes>(std::move(routes)),
                         std::move(table));
}

const OutboundRoute& OutboundTable::match(const RequestView& request) const {
    const auto index = m_table.match(request);
    return index ? m_rules->routes[*index] : m_rules->fallback;
}

std::optional<OutboundTable::Target> OutboundTable::target(const OutboundRoute& route,
                                                           std::uint64_t draw) const {
    if (route.backends.empty())
        return Target{route, m_rules->destination, m_rules->balancing};
    std::uint64_t total = 0;
    for (const auto& backend : route.backends)
        total += backend.weight;
    if (total == 0)
        return std::nullopt;
    auto left = draw % total;
    for (const auto& backend : route.backends) {
        if (left < backend.weight)
            return Target{route, backend.destination, backend.balancing};
        left -= backend.weight;
    }
    return std::nullopt;
}

} // namespace causeway::route
