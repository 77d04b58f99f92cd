// SPDX-License-Identifier: Apache-2.0
// Headers that somebody wrote down, as a table asks for them: names in any case. Refers to the list,
// which must outlive it. Pure.
#pragma once

#include "route/route_table.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

namespace causeway::analysis {

class HeaderList final : public route::HeaderSource {
public:
    using List = std::vector<std::pair<std::string, std::string>>;

    explicit HeaderList(const List& list) : m_list(list) {}
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const override {
        const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == b; };
        for (const auto& [known, value] : m_list)
            if (std::ranges::equal(known, name, same))
                return value;
        return std::nullopt;
    }

private:
    const List& m_list;
};

} // namespace causeway::analysis
