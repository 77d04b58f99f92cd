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

double score(std::size_t seen, std::size_t open) {
    return open == 0 ? 0 : 1.0 - static_cast<double>(seen) / static_cast<double>(open);
}

Set unionOf(const Set& a, const Set& b) {
    Set both = a;
    both.insert(b.begin(), b.end());
    return both;
}

std::size_t openCells(const std::vector<Grant>& list) {
    std::size_t open = 0;
    for (const auto& grant : list)
        open += grant.callers.size() * grant.operations.size();
    return open;
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
        std::vector<Set> callersOf(m_service.operations.size());
        for (std::size_t caller = 0; caller < m_service.callers.size(); ++caller)
            for (const auto operation : m_service.callers[caller].operations) {
                callersOf[operation].insert(caller);
                ++m_seen;
            }
        const auto whole = m_service.callers.size() * (m_service.operations.size() + 1);
        const bool routable = std::ranges::all_of(m_service.operations, isRoutable);
        if (!routable || score(m_seen, whole) <= m_limit)
            return wholeServer(whole);
        std::map<Set, Set> byCallers;
        for (std::size_t operation = 0; operation < callersOf.size(); ++operation)
            byCallers[callersOf[operation]].insert(operation);
        Grants grants;
        for (const auto& [callers, operations] : byCallers)
            grants.list.push_back({callers, operations, {}});
        merge(grants.list);
        std::ranges::sort(grants.list, {},
                          [](const Grant& grant) { return *grant.operations.begin(); });
        auto open = addAllMatches(grants.list);
        if (score(m_seen, open) > m_limit) { // each prefix is within the limit, all of them are not
            m_prefixes = false;
            open = addAllMatches(grants.list);
        }
        findContests(grants.list);
        grants.overGrant = score(m_seen, open);
        return grants;
    }

private:
    Grants wholeServer(std::size_t open) const {
        Grants grants;
        auto& all = grants.list.emplace_back();
        for (std::size_t i = 0; i < m_service.callers.size(); ++i)
            all.callers.insert(i);
        for (std::size_t i = 0; i < m_service.operations.size(); ++i)
            all.operations.insert(i);
        grants.overGrant = score(m_seen, open);
        return grants;
    }

    // Joins the two whose union opens least, as long as the limit holds.
    void merge(std::vector<Grant>& list) const {
        for (;;) {
            const std::size_t now = openCells(list);
            std::size_t best = 0, first = 0, second = 0;
            for (std::size_t i = 0; i < list.size(); ++i)
                for (std::size_t j = i + 1; j < list.size(); ++j) {
                    const auto both = unionOf(list[i].callers, list[j].callers).size()
                                      * (list[i].operations.size() + list[j].operations.size());
                    const auto open = now - list[i].callers.size() * list[i].operations.size()
                                      - list[j].callers.size() * list[j].operations.size() + both;
                    if (score(m_seen, open) <= m_limit && (second == 0 || open < best)) {
                        best = open;
                        first = i;
                        second = j;
                    }
                }
            if (second == 0)
                return;
            list[first].callers = unionOf(list[first].callers, list[second].callers);
            list[first].operations = unionOf(list[first].operations, list[second].operations);
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(second));
        }
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
            if (isOwn && score(below, below + 1) <= m_limit)
                return prefix;
        }
        return std::nullopt;
    }

    std::size_t addAllMatches(std::vector<Grant>& list) const {
        std::size_t open = openCells(list);
        for (auto& grant : list)
            open += addMatches(grant) * grant.callers.size();
        return open;
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
    std::size_t m_seen = 0;
    bool m_prefixes = true;
};

} // namespace

Grants grantsFor(const ObservedService& service, double limit) {
    return Cutter(service, limit).cut();
}

} // namespace causeway::analysis
