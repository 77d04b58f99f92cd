// SPDX-License-Identifier: Apache-2.0
// What a ServiceProfile's route says about its requests: a tree, where a RouteMatch is a list. As
// plain data, and compiled: immutable, any thread; patterns are RE2, anchored at both ends.
#pragma once

#include "base/result.h"
#include "route/pattern.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::route {

// Everything that is set must hold.
struct Condition {
    std::string pathRegex; // of the path without the query
    std::string method;
    std::vector<Condition> all;
    std::vector<Condition> any;  // one of them; none: not looked at
    std::vector<Condition> not_; // none of them

    bool operator==(const Condition&) const = default;
};

class CompiledCondition {
public:
    // Fails with RE2's reason.
    [[nodiscard]] static Result<CompiledCondition> compile(const Condition& condition);
    [[nodiscard]] bool matches(std::string_view method, std::string_view path) const;

private:
    std::optional<Pattern> m_path;
    std::string m_method;
    std::vector<CompiledCondition> m_all;
    std::vector<CompiledCondition> m_any;
    std::vector<CompiledCondition> m_not;
};

} // namespace causeway::route
