// SPDX-License-Identifier: Apache-2.0
#include "route/route_table.h"

#include "route/entry.h"
#include "route/path_index.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

namespace causeway::route {
namespace {

constexpr std::size_t kMaxHost = 255;

// One match of one rule, before the entries are put in order.
struct Declared {
    Entry entry;
    const RouteRule* rule;
    std::optional<PathMatch> path;
};

Result<std::vector<Declared>> declaredEntries(std::span<const RouteRule> rules,
                                              Precedence precedence) {
    static const std::vector<RouteMatch> kEverything(1);
    std::vector<Declared> declared;
    for (std::size_t i = 0; i < rules.size(); ++i)
        for (const auto& match : rules[i].matches.empty() ? kEverything : rules[i].matches) {
            CAUSEWAY_TRY(auto entry, Entry::compile(rules[i].route, match, i));
            declared.push_back({std::move(entry), &rules[i], match.path});
        }
    std::ranges::stable_sort(declared, [&](const Declared& a, const Declared& b) {
        return a.entry.precedes(b.entry, precedence);
    });
    return declared;
}

} // namespace

// Hosts decide before anything else, so that the entries of the most specific host that has any
// match are the only ones that count.
struct RouteTable::Compiled {
    Precedence precedence = Precedence::GatewayApi;
    std::vector<Entry> entries; // where host and path are equally specific, the first wins
    ByText<PathIndex> exactHosts;
    ByText<PathIndex> suffixHosts; // by "bank.example.com" of "*.bank.example.com"
    PathIndex anyHost;

    [[nodiscard]] Status add(const Declared& declared, std::uint32_t place);
    void compile();
    [[nodiscard]] std::optional<std::uint32_t> find(const PathIndex& index,
                                                    const RequestView& request) const;
    [[nodiscard]] std::optional<std::uint32_t> findByHost(const RequestView& request) const;
};

Status RouteTable::Compiled::add(const Declared& declared, std::uint32_t place) {
    const auto addTo = [&](PathIndex& index) -> Status {
        auto added = index.add(declared.path, place);
        if (!added)
            return tl::unexpected(std::move(added).error().context(
                fmt::format("{}: path", declared.rule->route.describe())));
        return {};
    };
    for (const auto& host : declared.rule->hosts) {
        auto& hosts = host.kind == HostMatch::Kind::Exact ? exactHosts : suffixHosts;
        CAUSEWAY_CHECK(addTo(hosts[lowered(host.value)]));
    }
    return declared.rule->hosts.empty() ? addTo(anyHost) : Status();
}

void RouteTable::Compiled::compile() {
    for (auto* hosts : {&exactHosts, &suffixHosts})
        for (auto& [host, index] : *hosts)
            index.compile();
    anyHost.compile();
}

std::optional<std::uint32_t> RouteTable::Compiled::find(const PathIndex& index,
                                                        const RequestView& request) const {
    const auto question = std::min(request.path.find('?'), request.path.size());
    const auto path = request.path.substr(0, question);
    const auto query = request.path.substr(std::min(question + 1, request.path.size()));
    std::optional<std::uint32_t> best;
    std::uint64_t bestWeight = 0;
    index.lookUp(path, precedence, [&](std::uint64_t weight, const PathIndex::Places& places) {
        if (best && weight < bestWeight)
            return;
        for (const auto place : places) {
            if (best && weight == bestWeight && place > *best)
                return;
            if (!entries[place].matches(request, query))
                continue;
            best = place;
            bestWeight = weight;
            return;
        }
    });
    return best;
}

std::optional<std::uint32_t> RouteTable::Compiled::findByHost(const RequestView& request) const {
    const auto written = hostOf(request.authority);
    if (written.size() > kMaxHost)
        return std::nullopt;
    std::array<char, kMaxHost> buffer;
    const auto end = std::ranges::transform(written, buffer.begin(), [](char c) {
                         return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
                     }).out;
    const std::string_view host(buffer.data(), static_cast<std::size_t>(end - buffer.begin()));
    if (const auto found = exactHosts.find(host); found != exactHosts.end())
        if (const auto place = find(found->second, request))
            return place;
    // At least one character stands in for the asterisk.
    for (auto dot = host.find('.', 1); dot != host.npos; dot = host.find('.', dot + 1)) {
        const auto found = suffixHosts.find(host.substr(dot + 1));
        if (found == suffixHosts.end())
            continue;
        if (const auto place = find(found->second, request))
            return place;
    }
    return std::nullopt;
}

RouteTable::RouteTable() : m_compiled(std::make_shared<const Compiled>()) {}
RouteTable::RouteTable(std::shared_ptr<const Compiled> compiled)
    : m_compiled(std::move(compiled)) {}

Result<RouteTable> RouteTable::compile(std::span<const RouteRule> rules, Precedence precedence) {
    CAUSEWAY_TRY(auto declared, declaredEntries(rules, precedence));
    auto compiled = std::make_shared<Compiled>();
    compiled->precedence = precedence;
    compiled->entries.reserve(declared.size());
    for (std::uint32_t place = 0; place < declared.size(); ++place) {
        CAUSEWAY_CHECK(compiled->add(declared[place], place));
        compiled->entries.push_back(std::move(declared[place].entry));
    }
    compiled->compile();
    return RouteTable(std::move(compiled));
}

std::optional<std::size_t> RouteTable::match(const RequestView& request) const {
    std::optional<std::uint32_t> place;
    if (!m_compiled->exactHosts.empty() || !m_compiled->suffixHosts.empty())
        place = m_compiled->findByHost(request);
    if (!place)
        place = m_compiled->find(m_compiled->anyHost, request);
    return place ? std::optional(m_compiled->entries[*place].rule()) : std::nullopt;
}

std::string_view hostOf(std::string_view authority) {
    const auto colon = authority.rfind(':');
    const auto bracket = authority.rfind(']');
    const bool hasPort =
        colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    return hasPort ? authority.substr(0, colon) : authority;
}

} // namespace causeway::route
