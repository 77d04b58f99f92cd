// SPDX-License-Identifier: Apache-2.0
#include "route/route_table.h"

namespace causeway::route {

OutboundTable::OutboundTable(std::shared_ptr<const OutboundRoutes> rules, RouteTable table,
                             Ordered ordered)
    : m_rules(std::move(rules)), m_table(std::move(table)), m_ordered(std::move(ordered)) {}

Result<OutboundTable> OutboundTable::compile(OutboundRoutes routes) {
    std::vector<RouteRule> rules;
    Ordered ordered;
    for (std::size_t i = 0; i < routes.routes.size(); ++i) {
        const auto& route = routes.routes[i];
        rules.push_back(route.rule);
        if (!route.condition)
            continue;
        auto condition = CompiledCondition::compile(*route.condition);
        if (!condition)
            return tl::unexpected(
                std::move(condition).error().context(route.rule.route.describe()));
        ordered.emplace_back(i, std::move(*condition));
    }
    if (!ordered.empty() && ordered.size() != rules.size())
        return fail(ErrorKind::InvalidInput,
                    routes.service + ": routes in order beside routes by precedence");
    if (!ordered.empty())
        rules.clear();
    CAUSEWAY_TRY(auto table, RouteTable::compile(rules, routes.precedence));
    return OutboundTable(std::make_shared<const OutboundRoutes>(std::move(routes)),
                         std::move(table), std::move(ordered));
}

const OutboundRoute& OutboundTable::match(const RequestView& request) const {
    const auto path = request.path.substr(0, request.path.find('?'));
    for (const auto& [index, condition] : m_ordered)
        if (condition.matches(request.method, path))
            return m_rules->routes[index];
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
