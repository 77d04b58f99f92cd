// SPDX-License-Identifier: Apache-2.0
#include "profile/conjunctions.h"

#include <algorithm>

namespace causeway::profile {
namespace {

using Alternatives = std::vector<Conjunction>;
constexpr std::size_t kMax = 64; // matches of one rule, by HTTPRoute's definition

// Both hold. Two methods that differ never do; of two paths routes take one only.
Result<Alternatives> both(const Alternatives& left, const Alternatives& right) {
    Alternatives result;
    for (const auto& a : left)
        for (const auto& b : right) {
            if (!a.method.empty() && !b.method.empty() && a.method != b.method)
                continue;
            if (!a.pathRegex.empty() && !b.pathRegex.empty() && a.pathRegex != b.pathRegex)
                return fail(ErrorKind::InvalidInput,
                            "a match has one path, and this asks for two at once");
            result.push_back({a.pathRegex.empty() ? b.pathRegex : a.pathRegex,
                              a.method.empty() ? b.method : a.method});
            if (result.size() > kMax)
                return fail(ErrorKind::InvalidInput, "a rule has at most 64 matches");
        }
    return result;
}

} // namespace

Result<Alternatives> alternativesOf(const resource::RequestMatch& match) {
    if (!match.not_.empty())
        return fail(ErrorKind::InvalidInput, "a match cannot negate");
    Alternatives result{{match.pathRegex, match.method}};
    for (const auto& inner : match.all) {
        CAUSEWAY_TRY(const auto right, alternativesOf(inner));
        CAUSEWAY_TRY(result, both(result, right));
    }
    if (match.any.empty())
        return result;
    Alternatives any;
    for (const auto& inner : match.any) {
        CAUSEWAY_TRY(const auto more, alternativesOf(inner));
        for (const auto& item : more)
            if (std::ranges::find(any, item) == any.end())
                any.push_back(item);
    }
    return both(result, any);
}

} // namespace causeway::profile
