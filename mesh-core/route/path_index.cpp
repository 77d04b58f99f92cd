// SPDX-License-Identifier: Apache-2.0
#include "route/path_index.h"

namespace causeway::route {

Status PathIndex::add(const std::optional<PathMatch>& path, std::uint32_t place) {
    if (!path) {
        m_everyPath.push_back(place);
        return {};
    }
    switch (path->kind) {
    case PathMatch::Kind::Exact:
        m_exact[path->value].push_back(place);
        break;
    case PathMatch::Kind::Prefix: {
        // "/loans/" means the same as "/loans".
        auto prefix = path->value;
        while (prefix.ends_with('/'))
            prefix.pop_back();
        if (m_prefixSizes.size() <= prefix.size())
            m_prefixSizes.resize(prefix.size() + 1);
        m_prefixSizes[prefix.size()] = true;
        m_prefixes[std::move(prefix)].push_back(place);
        break;
    }
    case PathMatch::Kind::Regex: {
        CAUSEWAY_TRY(const auto number, m_patterns.add(path->value));
        if (number == m_regexes.size())
            m_regexes.push_back({path->value.size(), {}});
        m_regexes[number].places.push_back(place);
        break;
    }
    }
    return {};
}

void PathIndex::compile() {
    m_patterns.compile();
}

} // namespace causeway::route
