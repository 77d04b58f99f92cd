// SPDX-License-Identifier: Apache-2.0
// Which entries of a route table a path may belong to: exact paths and prefixes by hash, patterns
// by one automaton. The entries of one host. Private to route/; made by compile(), then read by any
// thread.
#pragma once

#include "route/pattern_set.h"
#include "route/rules.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace causeway::route {

// Lets a std::string key be found by a std::string_view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>()(text);
    }
};
template <typename T> using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

class PathIndex {
public:
    using Places = std::vector<std::uint32_t>; // ascending

    // In the order of the places. Fails with RE2's reason.
    [[nodiscard]] Status add(const std::optional<PathMatch>& path, std::uint32_t place);
    void compile();

    // visit(weight, places) for every list of entries whose path matches; of two entries the one
    // with the greater weight is the more specific. Heavier lists tend to come first.
    template <typename Visit>
    void lookUp(std::string_view path, Precedence precedence, Visit visit) const;

private:
    struct Regex {
        std::size_t length;
        Places places;
    };
    [[nodiscard]] static std::uint64_t weight(int kind, std::size_t length, Precedence precedence) {
        constexpr int kKindShift = 32;
        const bool byKind = precedence == Precedence::GatewayApi;
        return (byKind ? std::uint64_t(kind) << kKindShift : 0) + length;
    }

    ByText<Places> m_exact;
    ByText<Places> m_prefixes;       // without a slash at the end: "" is "/"
    std::vector<bool> m_prefixSizes; // which lengths there are, so that no other is looked up
    PatternSet m_patterns;
    std::vector<Regex> m_regexes; // by the number of the pattern
    Places m_everyPath;
};

template <typename Visit>
void PathIndex::lookUp(std::string_view path, Precedence precedence, Visit visit) const {
    const bool linkerd = precedence == Precedence::Linkerd;
    if (const auto found = m_exact.find(path); found != m_exact.end())
        visit(weight(3, path.size(), precedence), found->second);
    if (!m_patterns.empty())
        for (const int number : m_patterns.matching(path)) {
            const auto& regex = m_regexes[static_cast<std::size_t>(number)];
            visit(weight(2, linkerd ? path.size() : regex.length, precedence), regex.places);
        }
    if (path.starts_with('/'))
        for (auto size = std::min(path.size() + 1, m_prefixSizes.size()); size-- > 0;) {
            if (!m_prefixSizes[size] || (size < path.size() && path[size] != '/'))
                continue;
            const auto found = m_prefixes.find(path.substr(0, size));
            if (found != m_prefixes.end())
                visit(weight(1, std::max<std::size_t>(size, 1), precedence), found->second);
        }
    if (!m_everyPath.empty())
        visit(0, m_everyPath);
}

} // namespace causeway::route
