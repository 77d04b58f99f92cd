// SPDX-License-Identifier: Apache-2.0
#include "rules/profile.h"

#include "route/route_table.h"
#include "rules/traffic.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <spdlog/fmt/fmt.h>

namespace causeway::rules {
namespace {

using resource::Object;
using resource::ServiceProfile;

// Linkerd sets none; a budget alone lets one request be tried for ever.
constexpr std::uint32_t kProfileRetries = 3;
// UNKNOWN, DEADLINE_EXCEEDED, PERMISSION_DENIED, INTERNAL, UNAVAILABLE, DATA_LOSS.
constexpr std::uint32_t kFailureCodes = 1U << 2 | 1U << 4 | 1U << 7 | 1U << 13 | 1U << 14 | 1U << 15;

route::Condition conditionOf(const resource::RequestMatch& match) {
    const auto list = [](const std::vector<resource::RequestMatch>& from) {
        std::vector<route::Condition> to;
        for (const auto& each : from)
            to.push_back(conditionOf(each));
        return to;
    };
    return {match.pathRegex, match.method, list(match.all), list(match.any), list(match.not_)};
}

bool holds(const resource::ResponseMatch& match, int status) {
    const auto fits = [&](const auto& each) { return holds(each, status); };
    const auto& range = match.status;
    return (!range || (status >= range->first() && status <= range->last()))
           && std::all_of(match.all.begin(), match.all.end(), fits)
           && (match.any.empty() || std::any_of(match.any.begin(), match.any.end(), fits))
           && std::none_of(match.not_.begin(), match.not_.end(), fits);
}

std::optional<bool> isFailure(const resource::ProfileRoute& route, int status) {
    for (const auto& each : route.responseClasses)
        if (holds(each.condition, status))
            return each.isFailure;
    return std::nullopt;
}

// A tree of conditions is the same as what it says of each status.
std::vector<route::ResponseClass> classesOf(const resource::ProfileRoute& route) {
    std::vector<route::ResponseClass> classes;
    for (std::uint16_t status = 100; status <= 599; ++status) {
        const auto failure = isFailure(route, status);
        if (!failure)
            continue;
        if (!classes.empty() && classes.back().isFailure == *failure
            && classes.back().statuses.max + 1 == status)
            classes.back().statuses.max = status;
        else
            classes.push_back({{status, status}, *failure});
    }
    return classes;
}

// Whatever counts as a failure.
route::RetryPolicy retryOf(const resource::ProfileRoute& route) {
    route::RetryPolicy policy;
    for (std::uint16_t status = 100; status <= 599; ++status) {
        if (!isFailure(route, status).value_or(status >= 500))
            continue;
        if (!policy.http.empty() && policy.http.back().max + 1 == status)
            policy.http.back().max = status;
        else
            policy.http.push_back({status, status});
    }
    policy.grpc = kFailureCodes;
    policy.limit = kProfileRetries;
    return policy;
}

// "500m" is 500, "1" is 1000, "2k" is 2,000,000; what is none counts for nothing.
std::uint32_t thousandths(std::string_view quantity) {
    double value = 0;
    const auto* const end = quantity.data() + quantity.size();
    const auto [at, error] = std::from_chars(quantity.data(), end, value);
    if (error != std::errc() || !(value >= 0))
        return 0;
    const std::string_view unit(at, static_cast<std::size_t>(end - at));
    const double factor = unit == "m" ? 1 : unit.empty() ? 1e3 : unit == "k" ? 1e6 : 0;
    return static_cast<std::uint32_t>(std::min(std::round(value * factor), 1e9));
}

std::vector<route::WeightedBackend> overridesOf(const ObjectSet& objects, const Object& profile,
                                                std::uint16_t port) {
    std::vector<route::WeightedBackend> backends;
    for (const auto& each : profile.as<ServiceProfile>()->dstOverrides) {
        const auto weight = thousandths(each.weight);
        if (weight == 0)
            continue;
        const bool hasPort = route::hostOf(each.authority) != each.authority;
        const auto authority = hasPort ? each.authority : fmt::format("{}:{}", each.authority, port);
        const auto name = resolve(objects, profile.metadata.namespace_, authority);
        backends.push_back({name ? name->destination : authority, weight, {}});
    }
    return backends;
}

} // namespace

const Object* profileOf(const ObjectSet& objects, const ServiceName& target,
                        std::string_view callerNamespace) {
    const auto local = fmt::format("{}.{}.svc.cluster.local", target.name, target.namespace_);
    const auto in = [&](std::string_view namespace_) -> const Object* {
        for (const auto* object : objects.of("ServiceProfile", namespace_))
            if (object->metadata.name == target.fullName || object->metadata.name == local)
                return object;
        return nullptr;
    };
    const auto* own = in(callerNamespace);
    return own ? own : in(target.namespace_);
}

void addProfile(route::OutboundRoutes& routes, const ObjectSet& objects, const Object& profile) {
    const auto& spec = *profile.as<ServiceProfile>();
    const auto backends = overridesOf(objects, profile, routes.port);
    for (const auto& declared : spec.routes) {
        route::OutboundRoute route;
        route.rule.route = {"linkerd.io", "serviceprofile", declared.name,
                            profile.metadata.namespace_};
        route.condition = conditionOf(declared.condition);
        route.backends = backends;
        if (declared.timeout && declared.timeout->value > Duration{})
            route.timeouts.request = declared.timeout->value;
        if (declared.isRetryable)
            route.retry = retryOf(declared);
        route.classes = classesOf(declared);
        routes.routes.push_back(std::move(route));
    }
    routes.fallback.backends = backends;
    if (spec.retryBudget)
        routes.budget = {std::min(spec.retryBudget->retryRatio, 1000.0), spec.retryBudget->minRetriesPerSecond,
                         std::clamp<Duration>(spec.retryBudget->ttl.value, std::chrono::seconds(1),
                                              std::chrono::minutes(1))};
}

} // namespace causeway::rules
