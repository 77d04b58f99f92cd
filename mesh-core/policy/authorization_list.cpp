// SPDX-License-Identifier: Apache-2.0
#include "policy/authorization_list.h"

#include <algorithm>
#include <map>
#include <set>

namespace causeway::policy {
namespace {

using Sets = std::vector<std::pair<std::uint32_t, const AddressSet*>>;

// Where the answer may change: a set begins at an address, or has ended before it.
struct Edge {
    IpAddress at;
    std::uint32_t place;
    bool begins;
};

std::vector<Edge> edgesOf(const Sets& sets) {
    std::vector<Edge> edges;
    for (const auto& [place, set] : sets)
        for (const auto& range : set->ranges()) {
            edges.push_back({range.first, place, true});
            if (range.last != IpAddress::last())
                edges.push_back({range.last.next(), place, false});
        }
    std::ranges::sort(edges, [](const Edge& a, const Edge& b) { return a.at < b.at; });
    return edges;
}

std::string keyOf(const std::vector<NetworkRange>& networks) {
    std::string key;
    for (const auto& network : networks) {
        key += network.cidr;
        for (const auto& hole : network.except)
            key += '-' + hole;
        key += ',';
    }
    return key;
}

} // namespace

Result<const AddressSet*> AddressSets::compile(const std::vector<NetworkRange>& networks) {
    auto key = keyOf(networks);
    if (const auto known = m_sets.find(key); known != m_sets.end())
        return known->second.get();
    if (networks.empty())
        return fail(ErrorKind::InvalidInput,
                    "networks: found none; expected at least one, such as 0.0.0.0/0");
    CAUSEWAY_TRY(auto set, AddressSet::compile(networks));
    auto& kept = m_sets[std::move(key)];
    kept = std::make_unique<AddressSet>(std::move(set));
    return kept.get();
}

FirstByAddress FirstByAddress::compile(const Sets& sets) {
    FirstByAddress made;
    Sets counting;
    for (const auto& entry : sets) {
        if (entry.second->isEverywhere()) {
            made.m_everywhere = entry.first;
            break; // nothing behind it is ever the first
        }
        counting.push_back(entry);
    }
    const auto edges = edgesOf(counting);
    std::multiset<std::uint32_t> open;
    for (std::size_t i = 0; i < edges.size();) {
        const auto at = edges[i].at;
        for (; i < edges.size() && edges[i].at == at; ++i)
            if (edges[i].begins)
                open.insert(edges[i].place);
            else
                open.erase(open.find(edges[i].place));
        if (open.empty())
            continue;
        const auto last = i < edges.size() ? edges[i].at.previous() : IpAddress::last();
        auto& spans = made.m_spans;
        if (!spans.empty() && spans.back().place == *open.begin() && spans.back().last.next() == at)
            spans.back().last = last;
        else
            spans.push_back({at, last, *open.begin()});
    }
    return made;
}

std::uint32_t FirstByAddress::find(const IpAddress& address) const {
    if (m_spans.empty())
        return m_everywhere;
    const auto behind =
        std::upper_bound(m_spans.begin(), m_spans.end(), address,
                         [](const IpAddress& a, const Span& span) { return a < span.first; });
    const bool isInside = behind != m_spans.begin() && address <= std::prev(behind)->last;
    return isInside ? std::min(std::prev(behind)->place, m_everywhere) : m_everywhere;
}

Result<AuthorizationList> AuthorizationList::compile(const std::vector<Authorization>& rules,
                                                     Principals& principals,
                                                     AddressSets& addresses) {
    std::vector<const Authorization*> ordered;
    for (const auto& rule : rules)
        ordered.push_back(&rule);
    std::ranges::stable_sort(ordered, {}, [](const auto* rule) -> auto& { return rule->object; });
    AuthorizationList list;
    std::map<Principal, Sets> byPrincipal;
    for (const auto* rule : ordered) {
        auto set = addresses.compile(rule->networks);
        if (!set)
            return tl::unexpected(std::move(set).error().context(rule->object.describe()));
        const auto place = static_cast<std::uint32_t>(list.m_objects.size());
        list.m_objects.push_back(&rule->object);
        const auto* tls = std::get_if<MeshTls>(&rule->authentication);
        const auto admitted = tls ? principals.admit(*tls) : std::vector{kAnybody};
        for (const auto principal : admitted) {
            auto& sets = byPrincipal[principal];
            if (sets.empty() || sets.back().first != place)
                sets.emplace_back(place, *set);
        }
    }
    for (const auto& [principal, sets] : byPrincipal)
        list.m_byPrincipal.emplace_back(principal, FirstByAddress::compile(sets));
    return list;
}

const ObjectRef* AuthorizationList::firstThatAllows(const CallerPrincipals& caller,
                                                    const IpAddress& client) const {
    auto first = FirstByAddress::kNone;
    for (const auto principal : caller.all()) {
        const auto found = std::ranges::lower_bound(m_byPrincipal, principal, {},
                                                    [](const auto& entry) { return entry.first; });
        if (found != m_byPrincipal.end() && found->first == principal)
            first = std::min(first, found->second.find(client));
    }
    return first == FirstByAddress::kNone ? nullptr : m_objects[first];
}

} // namespace causeway::policy
