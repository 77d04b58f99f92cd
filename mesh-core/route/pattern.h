// SPDX-License-Identifier: Apache-2.0
// A pattern that a user wrote, compiled: RE2, so that no pattern and no text can take more than
// linear time, with bounded memory, anchored at both ends. Immutable, cheap to copy, any thread.
#pragma once

#include "base/result.h"

#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace causeway::route {

class Pattern {
public:
    static constexpr std::size_t kMaxLength = 1024;

    // Fails with RE2's reason.
    [[nodiscard]] static Result<Pattern> compile(std::string_view text);
    [[nodiscard]] bool matches(std::string_view text) const;

private:
    explicit Pattern(std::shared_ptr<const re2::RE2> expression)
        : m_expression(std::move(expression)) {}
    std::shared_ptr<const re2::RE2> m_expression;
};

} // namespace causeway::route
