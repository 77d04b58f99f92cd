// SPDX-License-Identifier: Apache-2.0
#include "analysis/generate/grants.h"

#include "profile/path_template.h"
#include "recording/redaction.h"
#include "route/pattern.h"

#include <algorithm>
#include <map>
#include <optional>

namespace causeway::analysis {
namespace {

using Set = std::set<std::size_t>;

// Writing where one was only seen to read is worse than the reverse.
constexpr std::size_t kWriting = 4;

double score(std::size_t seen, std::size_t unseen) {
    return unseen == 0 ? 0 : static_cast<double>(unseen) / static_cast<double>(seen + unseen);
}

bool writes(const ObservedOperation& operation) {
    const auto& method = operation.method;
    return !method.empty() && method != "GET" && method != "HEAD" && method != "OPTIONS";
}

Set unionOf(const Set& a, const Set& b) {
    Set both = a;
    both.insert(b.begin(), b.end());
    return both;
}

// A method has a path that a route can name.
bool isRoutable(const ObservedOperation& operation) {
    return !operation.method.empty() && operation.path.starts_with('/');
}

// "/loans" of "/loans/{loan}/payments" at depth 1; nothing when it has a parameter or is too short.
std::optional<std::string> prefixOf(const std::string& path, std::size_t depth) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < depth; ++i) {
        if (end >= path.size())
            return std::nullopt;
        end = std::min(path.find('/', end + 1), path.size());
    }
    auto prefix = path.substr(0, end);
    if (profile::isTemplate(prefix) || prefix.size() < 2)
        return std::nullopt;
    return prefix;
}

bool isUnder(const std::string& path, const std::string& prefix) {
    return path == prefix || (path.starts_with(prefix) && path[prefix.size()] == '/');
}

class Cutter {
public:
    Cutter(const ObservedService& service, double limit) : m_service(service), m_limit(limit) {}

    Grants cut() {
        m_callersOf.resize(m_service.operations.size());
        for (std::size_t caller = 0; caller < m_service.callers.size(); ++caller)
            for (const auto operation : m_service.callers[caller].operations) {
                m_callersOf[operation].insert(caller);
                ++m_seen;
            }
        const auto all = everything();
        const auto whole = unseen(all) + all.callers.size();
        const bool routable = std::ranges::all_of(m_service.operations, isRoutable);
        if (!routable || score(m_seen, whole) <= m_limit)
            return {{all}, score(m_seen, whole)};
        std::map<Set, Set> byCallers;
        for (std::size_t operation = 0; operation < m_callersOf.size(); ++operation)
            byCallers[m_callersOf[operation]].insert(operation);
        Grants grants;
        for (const auto& [callers, operations] : byCallers)
            grants.list.push_back({callers, operations, {}});
        merge(grants.list);
        std::ranges::sort(grants.list, {},
                          [](const Grant& grant) { return *grant.operations.begin(); });
        auto beyond = addAllMatches(grants.list);
        if (score(m_seen, beyond) > m_limit) { // each prefix is within the limit, all are not
            m_prefixes = false;
            beyond = addAllMatches(grants.list);
        }
        findContests(grants.list);
        grants.overGrant = score(m_seen, beyond);
        return grants;
    }

private:
    [[nodiscard]] Grant everything() const {
        Grant all;
        for (std::size_t i = 0; i < m_service.callers.size(); ++i)
            all.callers.insert(i);
        for (std::size_t i = 0; i < m_service.operations.size(); ++i)
            all.operations.insert(i);
        return all;
    }

    // The cells of a grant in which nobody was seen, each by its weight.
    [[nodiscard]] std::size_t unseen(const Grant& grant) const {
        std::size_t sum = 0;
        for (const auto operation : grant.operations) {
            const auto& seen = m_callersOf[operation];
            const auto count = std::ranges::count_if(
                grant.callers, [&](std::size_t caller) { return !seen.contains(caller); });
            sum += static_cast<std::size_t>(count)
                   * (writes(m_service.operations[operation]) ? kWriting : 1);
        }
        return sum;
    }
    [[nodiscard]] std::size_t unseen(const std::vector<Grant>& list) const {
        std::size_t sum = 0;
        for (const auto& grant : list)
            sum += unseen(grant);
        return sum;
    }

    // Joins the two whose union opens least, as long as the limit holds.
    void merge(std::vector<Grant>& list) const {
        for (;;) {
            const std::size_t now = unseen(list);
            std::size_t best = 0, first = 0, second = 0;
            for (std::size_t i = 0; i < list.size(); ++i)
                for (std::size_t j = i + 1; j < list.size(); ++j) {
                    const auto sum =
                        now - unseen(list[i]) - unseen(list[j]) + unseen(joined(list[i], list[j]));
                    if (score(m_seen, sum) <= m_limit && (second == 0 || sum < best)) {
                        best = sum;
                        first = i;
                        second = j;
                    }
                }
            if (second == 0)
                return;
            list[first] = joined(list[first], list[second]);
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(second));
        }
    }
    static Grant joined(const Grant& a, const Grant& b) {
        return {unionOf(a.callers, b.callers), unionOf(a.operations, b.operations), {}};
    }

    // The shortest prefix above the operation below which this method's operations are all the
    // grant's, and so many that what else lies there is within the limit.
    std::optional<std::string> prefixFor(const Grant& grant,
                                         const ObservedOperation& operation) const {
        for (std::size_t depth = 1; m_prefixes && depth < 16; ++depth) {
            const auto prefix = prefixOf(operation.path, depth);
            if (!prefix)
                return std::nullopt;
            std::size_t below = 0;
            bool isOwn = true;
            for (std::size_t i = 0; i < m_service.operations.size(); ++i) {
                const auto& other = m_service.operations[i];
                if (other.method != operation.method || !isUnder(other.path, *prefix))
                    continue;
                ++below;
                isOwn = isOwn && grant.operations.contains(i);
            }
            if (isOwn && score(below, 1) <= m_limit)
                return prefix;
        }
        return std::nullopt;
    }

    // The unseen cells with what prefixes open besides.
    std::size_t addAllMatches(std::vector<Grant>& list) const {
        std::size_t beyond = unseen(list);
        for (auto& grant : list)
            beyond += addMatches(grant) * grant.callers.size();
        return beyond;
    }

    // How many operations the matches open beyond those that were seen.
    std::size_t addMatches(Grant& grant) const {
        std::set<RouteMatch> matches;
        std::size_t beyond = 0;
        for (const auto index : grant.operations) {
            const auto& operation = m_service.operations[index];
            RouteMatch match{operation.method, RouteMatch::Type::Exact, operation.path};
            const auto cut = operation.path.rfind('/');
            if (const auto prefix = prefixFor(grant, operation)) {
                match = {operation.method, RouteMatch::Type::Prefix, *prefix};
            } else if (operation.path.substr(cut + 1) == recording::kCut) {
                match = {operation.method, RouteMatch::Type::Prefix,
                         cut == 0 ? "/" : operation.path.substr(0, cut)};
            } else if (profile::isTemplate(operation.path)) {
                match.type = RouteMatch::Type::Pattern;
                match.path = operation.pattern;
            }
            if (matches.insert(match).second && match.type == RouteMatch::Type::Prefix)
                ++beyond;
        }
        grant.matches.assign(matches.begin(), matches.end());
        std::ranges::sort(grant.matches, {}, [](const RouteMatch& match) {
            return std::tie(match.path, match.method, match.type);
        });
        return beyond;
    }

    static void findContests(std::vector<Grant>& list) {
        for (auto& grant : list)
            for (const auto& match : grant.matches)
                for (const auto& other : list)
                    grant.isContested =
                        grant.isContested
                        || (&other != &grant && match.type == RouteMatch::Type::Exact
                            && std::ranges::any_of(other.matches, [&](const RouteMatch& pattern) {
                                   return isTakenBy(match, pattern);
                               }));
    }
    static bool isTakenBy(const RouteMatch& exact, const RouteMatch& pattern) {
        if (pattern.type != RouteMatch::Type::Pattern || pattern.method != exact.method)
            return false;
        const auto compiled = route::Pattern::compile(pattern.path);
        return compiled && compiled->matches(exact.path);
    }

    const ObservedService& m_service;
    double m_limit;
    std::vector<Set> m_callersOf; // by operation
    std::size_t m_seen = 0;
    bool m_prefixes = true;
};

} // namespace

Grants grantsFor(const ObservedService& service, double limit) {
    return Cutter(service, limit).cut();
}

} // namespace causeway::analysis
