// SPDX-License-Identifier: Apache-2.0
#include "link/balance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace causeway::link {
namespace {

// balance(b) − balance(a) = difference.
struct Pair {
    std::size_t a = 0;
    std::size_t b = 0;
    double difference = 0;
};

std::vector<Pair> pairsOf(const Picture& picture, const std::vector<std::string>& sites) {
    std::map<std::string, std::size_t> index;
    for (const auto& site : sites)
        index.emplace(site, index.size());
    std::vector<Pair> pairs;
    for (const auto& link : picture.links) {
        if (link.from >= link.to || !link.whole)
            continue; // each pair once, and no link of a cluster to itself
        const auto* back = picture.find(link.to, link.from);
        if (back && back->whole)
            pairs.push_back(
                {index[link.from], index[link.to], link.whole->meanMs - back->whole->meanMs});
    }
    return pairs;
}

// Sites that pairs connect get the same number.
std::vector<std::size_t> groupsOf(std::size_t sites, const std::vector<Pair>& pairs) {
    std::vector<std::size_t> group(sites);
    for (std::size_t i = 0; i < sites; ++i)
        group[i] = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (const auto& pair : pairs) {
            const auto least = std::min(group[pair.a], group[pair.b]);
            changed = changed || group[pair.a] != least || group[pair.b] != least;
            group[pair.a] = group[pair.b] = least;
        }
    }
    return group;
}

// Least squares by Gauss–Seidel: each site's balance becomes the mean of what its pairs ask for.
std::vector<double> solve(std::size_t sites, const std::vector<Pair>& pairs) {
    constexpr int kSweeps = 2000;
    constexpr double kSettledMs = 1e-6;
    std::vector<double> balance(sites, 0);
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        double moved = 0;
        for (std::size_t site = 0; site < sites; ++site) {
            double sum = 0;
            double count = 0;
            for (const auto& pair : pairs) {
                if (pair.a != site && pair.b != site)
                    continue;
                sum += pair.b == site ? balance[pair.a] + pair.difference
                                      : balance[pair.b] - pair.difference;
                ++count;
            }
            const double next = count > 0 ? sum / count : 0;
            moved = std::max(moved, std::abs(next - balance[site]));
            balance[site] = next;
        }
        if (moved < kSettledMs)
            break;
    }
    return balance;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void shiftToMedian(std::vector<double>& balance, const std::vector<std::size_t>& group) {
    for (std::size_t head = 0; head < group.size(); ++head) {
        std::vector<double> members;
        for (std::size_t i = 0; i < group.size(); ++i)
            if (group[i] == head)
                members.push_back(balance[i]);
        if (members.empty())
            continue;
        const double middle = median(members);
        for (std::size_t i = 0; i < group.size(); ++i)
            if (group[i] == head)
                balance[i] -= middle;
    }
}

SiteBalance describe(std::size_t site, const std::vector<Pair>& pairs,
                     const std::vector<double>& balance) {
    SiteBalance result;
    result.inboundLessOutboundMs = balance[site];
    result.lowMs = std::numeric_limits<double>::infinity();
    result.highMs = -result.lowMs;
    for (const auto& pair : pairs) {
        if (pair.a != site && pair.b != site)
            continue;
        const double own = pair.b == site ? pair.difference : -pair.difference;
        const std::size_t other = pair.b == site ? pair.a : pair.b;
        // A site near the middle counts as balanced: what it leaves is the pair's own noise.
        const double theirs = std::abs(balance[other]) < 5 ? 0 : balance[other];
        result.lowMs = std::min(result.lowMs, own + theirs);
        result.highMs = std::max(result.highMs, own + theirs);
        ++result.pairs;
    }
    return result;
}

} // namespace

bool differ(double thereMs, double backMs) {
    constexpr double kLeastMs = 5;
    constexpr double kShare = 0.2;
    return std::abs(thereMs - backMs) > std::max(kLeastMs, kShare * std::min(thereMs, backMs));
}

std::size_t BalanceFit::groupSize(std::size_t group) const {
    return std::size_t(
        std::ranges::count_if(sites, [&](const auto& site) { return site.group == group; }));
}

BalanceFit fitBalance(const Picture& picture) {
    const auto names = picture.sites();
    const auto pairs = pairsOf(picture, names);
    const auto group = groupsOf(names.size(), pairs);
    auto balance = solve(names.size(), pairs);
    shiftToMedian(balance, group);
    BalanceFit fit;
    for (const auto& pair : pairs)
        fit.residualMs = std::max(fit.residualMs,
                                  std::abs(pair.difference - (balance[pair.b] - balance[pair.a])));
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto site = describe(i, pairs, balance);
        site.site = names[i];
        site.group = group[i];
        if (site.pairs > 0)
            fit.sites.push_back(std::move(site));
    }
    return fit;
}

} // namespace causeway::link
