// SPDX-License-Identifier: Apache-2.0
// Many patterns asked at once: one automaton says which of them match a text, in time that does not
// depend on how many there are. Made once by compile(), then read by any thread.
#pragma once

#include "base/result.h"

#include <memory>
#include <string_view>
#include <vector>

namespace causeway::route {

class PatternSet {
public:
    PatternSet();
    ~PatternSet();
    PatternSet(PatternSet&&) noexcept;
    PatternSet& operator=(PatternSet&&) noexcept;

    // The number of the pattern, the same for the same text; fails as Pattern::compile() does.
    [[nodiscard]] Result<std::size_t> add(std::string_view text);
    void compile(); // after the last add()

    [[nodiscard]] bool empty() const { return !m_automaton; }
    // The numbers of those that match the whole text, in any order.
    [[nodiscard]] std::vector<int> matching(std::string_view text) const;

private:
    struct Automaton;
    std::unique_ptr<Automaton> m_automaton;
};

} // namespace causeway::route
