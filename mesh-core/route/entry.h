// SPDX-License-Identifier: Apache-2.0
// One match of one rule in a route table, but for its host and path: method, headers, query.
// Private to route/; immutable once compiled.
#pragma once

#include "route/pattern.h"
#include "route/route_table.h"

#include <optional>
#include <string>
#include <vector>

namespace causeway::route {

class Entry {
public:
    // `rule` is the number that match() gives. Fails with the route's name and the field.
    [[nodiscard]] static Result<Entry> compile(const ObjectRef& route, const RouteMatch& match,
                                               std::size_t rule);

    [[nodiscard]] std::size_t rule() const { return m_rule; }
    // Everything but host and path. `query` is what stands behind the question mark.
    [[nodiscard]] bool matches(const RequestView& request, std::string_view query) const;
    // Whether this one comes before `other` where host and path are equally specific.
    [[nodiscard]] bool precedes(const Entry& other, Precedence precedence) const;

private:
    struct Value {
        std::string name;
        std::string exact;
        std::optional<Pattern> pattern;

        [[nodiscard]] bool matches(std::optional<std::string_view> found) const {
            return found && (pattern ? pattern->matches(*found) : *found == exact);
        }
    };
    [[nodiscard]] static Result<std::vector<Value>>
    compileValues(const std::vector<ValueMatch>& values, const ObjectRef& route,
                  std::string_view field);

    std::size_t m_rule = 0;
    std::string m_method;
    std::vector<Value> m_headers; // names in lower case
    std::vector<Value> m_query;
};

// "Bank.Example" → "bank.example".
[[nodiscard]] std::string lowered(std::string_view text);

} // namespace causeway::route
