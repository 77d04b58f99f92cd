// SPDX-License-Identifier: Apache-2.0
// An immutable table that finds the one route of a request, in time that hardly depends on how many
// there are. Precedence, Gateway API's: host (exact, then the longer suffix, then any), path
// (exact, then regex, then the longer prefix), method, number of headers, number of query
// parameters, and last the order in which the rules were given. Linkerd's: host, length of what the
// path matched, headers, query parameters, method, order. Made by compile(), then read by any
// thread. No I/O; regexes are RE2 with bounded memory.
#pragma once

#include "base/result.h"
#include "route/rules.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace causeway::route {

// How a table asks for a header: whoever holds the message implements it.
class HeaderSource {
public:
    virtual ~HeaderSource() = default;
    // The first value of that lower-case name.
    [[nodiscard]] virtual std::optional<std::string_view> find(std::string_view name) const = 0;
};

struct RequestView {
    std::string_view method;
    std::string_view authority;            // with or without a port
    std::string_view path;                 // path and query: "/loans/7?full=1"
    const HeaderSource* headers = nullptr; // none: no header matches
};

class RouteTable {
public:
    // Without rules: match() finds nothing.
    RouteTable();
    // Fails with the route's name and the field when a pattern does not compile.
    [[nodiscard]] static Result<RouteTable> compile(std::span<const RouteRule> rules,
                                                    Precedence precedence = Precedence::GatewayApi);

    // The index of the rule, as compile() was given them; nothing when none matches.
    [[nodiscard]] std::optional<std::size_t> match(const RequestView& request) const;

private:
    struct Compiled;
    explicit RouteTable(std::shared_ptr<const Compiled> compiled);
    std::shared_ptr<const Compiled> m_compiled;
};

// An outbound table: the routes, and which backend each means.
class OutboundTable {
public:
    struct Target {
        const OutboundRoute& route;
        const std::string& destination;
        const Balancing& balancing;
    };

    [[nodiscard]] static Result<OutboundTable> compile(OutboundRoutes routes);

    // Of the rules that match best; the fallback when none does. Lives as long as the table.
    [[nodiscard]] const OutboundRoute& match(const RequestView& request) const;
    // `draw` is a random number: it chooses among weighted backends. A route whose backends all have
    // weight 0 leads nowhere (HTTP 500 by the Gateway API): nothing then.
    [[nodiscard]] std::optional<Target> target(const OutboundRoute& route,
                                               std::uint64_t draw) const;
    [[nodiscard]] const OutboundRoutes& rules() const { return *m_rules; }

private:
    // Index of a route, and when it holds; in order.
    using Ordered = std::vector<std::pair<std::size_t, CompiledCondition>>;
    OutboundTable(std::shared_ptr<const OutboundRoutes> rules, RouteTable table, Ordered ordered);
    std::shared_ptr<const OutboundRoutes> m_rules;
    RouteTable m_table; // of the routes without a condition
    Ordered m_ordered;
};

// "bank.example.com" of "bank.example.com:80", "[fd00::1]" of "[fd00::1]:80".
[[nodiscard]] std::string_view hostOf(std::string_view authority);

} // namespace causeway::route
