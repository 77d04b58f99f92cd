// SPDX-License-Identifier: Apache-2.0
#include "policy/address_set.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::policy {
namespace {

using Interval = AddressSet::Interval;

std::vector<Interval> subtract(const std::vector<Interval>& from, const IpNetwork& hole) {
    std::vector<Interval> rest;
    for (const auto& range : from) {
        if (hole.last() < range.first || range.last < hole.first()) {
            rest.push_back(range);
            continue;
        }
        if (range.first < hole.first())
            rest.push_back({range.first, hole.first().previous()});
        if (hole.last() < range.last)
            rest.push_back({hole.last().next(), range.last});
    }
    return rest;
}

std::vector<Interval> united(std::vector<Interval> ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const Interval& a, const Interval& b) { return a.first < b.first; });
    std::vector<Interval> result;
    for (const auto& range : ranges) {
        const bool joins =
            !result.empty()
            && (range.first <= result.back().last || range.first == result.back().last.next());
        if (joins)
            result.back().last = std::max(result.back().last, range.last);
        else
            result.push_back(range);
    }
    return result;
}

Result<IpNetwork> parseNetwork(const std::string& text, const std::string& field) {
    auto network = IpNetwork::parse(text);
    if (!network)
        return tl::unexpected(std::move(network).error().context(field));
    return network;
}

} // namespace

Result<AddressSet> AddressSet::compile(std::span<const NetworkRange> networks) {
    // "::/0" means every IPv6 address; that IPv4 is kept inside IPv6 is our affair.
    CAUSEWAY_TRY(const auto everyV4, IpNetwork::parse("0.0.0.0/0"));
    std::vector<Interval> ranges;
    for (std::size_t i = 0; i < networks.size(); ++i) {
        const auto field = fmt::format("networks[{}]", i);
        CAUSEWAY_TRY(const auto network, parseNetwork(networks[i].cidr, field + ".cidr"));
        std::vector<Interval> rest{{network.first(), network.last()}};
        if (!network.first().isV4())
            rest = subtract(rest, everyV4);
        for (std::size_t j = 0; j < networks[i].except.size(); ++j) {
            CAUSEWAY_TRY(const auto hole, parseNetwork(networks[i].except[j],
                                                       fmt::format("{}.except[{}]", field, j)));
            rest = subtract(rest, hole);
        }
        ranges.insert(ranges.end(), rest.begin(), rest.end());
    }
    AddressSet set;
    set.m_ranges = united(std::move(ranges));
    return set;
}

bool AddressSet::isEverywhere() const {
    return m_ranges.size() == 1 && m_ranges[0].first == IpAddress()
           && m_ranges[0].last == IpAddress::last();
}

bool AddressSet::contains(const IpAddress& address) const {
    const auto behind =
        std::upper_bound(m_ranges.begin(), m_ranges.end(), address,
                         [](const IpAddress& a, const Interval& range) { return a < range.first; });
    return behind != m_ranges.begin() && address <= std::prev(behind)->last;
}

} // namespace causeway::policy
