// SPDX-License-Identifier: Apache-2.0
#include "link/usual.h"

#include "link/medians.h"

#include <algorithm>
#include <cmath>

namespace causeway::link {
namespace {

constexpr std::uint64_t kLeastCount = 10; // of a window whose mean says something
constexpr std::size_t kLeastWindows = 3;
constexpr double kMedianError = 1.2533; // of a median, in standard errors of a mean

Timing meanOf(const std::vector<Timing>& timings) {
    Timing mean;
    for (const auto& each : timings) {
        mean.count += each.count;
        mean.meanMs += each.meanMs * double(each.count);
    }
    mean.meanMs /= double(mean.count);
    double squares = 0;
    for (const auto& each : timings) {
        const auto count = double(each.count);
        const double apart = each.meanMs - mean.meanMs;
        squares += count * (count * each.errorMs * each.errorMs + apart * apart);
    }
    mean.errorMs = std::sqrt(squares) / double(mean.count);
    return mean;
}

// How far windows lie apart counts as well as how sure each of them is.
Timing middleOf(const std::vector<Timing>& timings) {
    std::vector<double> means;
    std::vector<double> errors;
    Timing middle;
    for (const auto& each : timings) {
        means.push_back(each.meanMs);
        errors.push_back(each.errorMs);
        middle.count += each.count;
    }
    middle.meanMs = medianOf(means);
    for (double& each : means)
        each = std::abs(each - middle.meanMs);
    middle.errorMs = kMedianError * std::max(medianOf(errors), kSigmaOfDeviation * medianOf(means))
                     / std::sqrt(double(timings.size()));
    return middle;
}

std::optional<Timing> usualTime(const std::vector<std::optional<Timing>>& windows) {
    std::vector<Timing> measured;
    std::vector<Timing> good;
    for (const auto& each : windows) {
        if (!each || each->count == 0)
            continue;
        measured.push_back(*each);
        if (each->count >= kLeastCount)
            good.push_back(*each);
    }
    if (measured.empty())
        return std::nullopt;
    return good.size() < kLeastWindows ? meanOf(measured) : middleOf(good);
}

// So many of a sum that the middle window's share of it is kept.
struct Counted {
    std::uint64_t part = 0;
    std::uint64_t whole = 0;
};
std::uint64_t usualPart(const std::vector<Counted>& windows) {
    std::vector<double> shares;
    Counted sum;
    for (const auto& each : windows) {
        sum.part += each.part;
        sum.whole += each.whole;
        if (each.whole >= kLeastCount)
            shares.push_back(double(each.part) / double(each.whole));
    }
    if (shares.size() < kLeastWindows)
        return sum.part;
    return std::uint64_t(std::llround(medianOf(shares) * double(sum.whole)));
}

template <typename Each> using Pointers = std::vector<const Each*>;

// A field of every window.
template <typename Each, typename Field> auto all(const Pointers<Each>& windows, Field field) {
    std::vector<std::decay_t<std::invoke_result_t<Field, const Each&>>> values;
    for (const auto* each : windows)
        values.push_back(field(*each));
    return values;
}

template <typename Each, typename Field>
std::uint64_t sumOf(const Pointers<Each>& windows, Field field) {
    std::uint64_t sum = 0;
    for (const auto* each : windows)
        sum += field(*each);
    return sum;
}

std::optional<double> usualReuse(const Pointers<LinkTimes>& windows) {
    std::vector<double> shares;
    for (const auto* each : windows)
        if (each->reusedShare)
            shares.push_back(*each->reusedShare);
    return shares.empty() ? std::nullopt : std::optional(medianOf(shares));
}

LinkTimes usualLink(const Pointers<LinkTimes>& windows) {
    LinkTimes link;
    link.from = windows.front()->from;
    link.to = windows.front()->to;
    link.whole = usualTime(all(windows, [](const LinkTimes& each) { return each.whole; }));
    for (const auto leg : telemetry::kLegs)
        link.leg(leg) =
            usualTime(all(windows, [leg](const LinkTimes& each) { return each.leg(leg); }));
    link.setup = usualTime(all(windows, [](const LinkTimes& each) { return each.setup; }));
    link.reusedShare = usualReuse(windows);
    link.requests = sumOf(windows, [](const LinkTimes& each) { return each.requests; });
    link.failures = usualPart(all(windows, [](const LinkTimes& each) {
        return Counted{each.failures, each.requests};
    }));
    if (std::ranges::any_of(windows, [](const auto* each) { return each->lost.has_value(); }))
        link.lost = usualPart(all(windows, [](const LinkTimes& each) {
            return each.lost ? Counted{*each.lost, each.requests} : Counted();
        }));
    return link;
}

ServiceTimes usualService(const Pointers<ServiceTimes>& windows) {
    using S = ServiceTimes;
    S service;
    service.service = windows.front()->service;
    service.cluster = windows.front()->cluster;
    service.application = usualTime(all(windows, [](const S& each) { return each.application; }));
    service.proxy = usualTime(all(windows, [](const S& each) { return each.proxy; }));
    service.requests = sumOf(windows, [](const S& each) { return each.requests; });
    service.overLinks = sumOf(windows, [](const S& each) { return each.overLinks; });
    service.answered = sumOf(windows, [](const S& each) { return each.answered; });
    service.failed = usualPart(all(windows, [](const S& each) {
        return Counted{each.failed, each.answered};
    }));
    return service;
}

} // namespace

Picture usualOf(std::span<const Picture> windows) {
    std::map<std::pair<std::string, std::string>, Pointers<LinkTimes>> links;
    std::map<std::pair<std::string, std::string>, Pointers<ServiceTimes>> services;
    for (const auto& window : windows) {
        for (const auto& link : window.links)
            links[{link.from, link.to}].push_back(&link);
        for (const auto& service : window.services)
            services[{service.service, service.cluster}].push_back(&service);
    }
    Picture usual;
    for (const auto& [ends, each] : links)
        usual.links.push_back(usualLink(each));
    for (const auto& [place, each] : services)
        usual.services.push_back(usualService(each));
    return usual;
}

} // namespace causeway::link
