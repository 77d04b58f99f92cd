// SPDX-License-Identifier: Apache-2.0
#include "rules/traffic.h"

#include "base/lower.h"
#include "resource/traffic_annotations.h"

#include <algorithm>

namespace causeway::rules {
namespace {

using resource::Object;
using resource::TrafficAnnotations;

// Admission has told what is wrong with them; what is wrong is not there.
TrafficAnnotations trafficOf(const Object& object) {
    std::vector<resource::AnnotationProblem> told;
    return resource::readTraffic(object.metadata.annotations, told);
}

// 0 says "none", as the Gateway API has it.
std::optional<Duration> limit(std::optional<Duration> duration) {
    return duration && *duration > Duration{} ? duration : std::nullopt;
}

route::Timeouts timeoutsOf(const resource::TimeoutAnnotations& annotated) {
    return {limit(annotated.request), limit(annotated.response), limit(annotated.idle)};
}

route::RetryPolicy retryOf(const resource::RetryAnnotations& annotated) {
    route::RetryPolicy policy{annotated.http, annotated.grpc};
    if (annotated.limit.value_or(0) > 0)
        policy.limit = *annotated.limit;
    policy.perTry = limit(annotated.timeout);
    return policy;
}

std::optional<route::Fault> faultOf(const TrafficAnnotations& traffic) {
    if (!traffic.fault)
        return std::nullopt;
    return route::Fault{traffic.fault->status, "a fault was injected here by annotation",
                        traffic.fault->numerator, traffic.fault->denominator};
}

route::HeaderChange changeOf(const std::optional<resource::HeaderModifier>& modifier) {
    route::HeaderChange change;
    if (!modifier)
        return change;
    for (const auto& field : modifier->set)
        change.set.push_back({lowerOf(field.name), field.value});
    for (const auto& field : modifier->add)
        change.add.push_back({lowerOf(field.name), field.value});
    for (const auto& name : modifier->remove)
        change.remove.push_back(lowerOf(name));
    return change;
}

route::Redirect redirectOf(const resource::RequestRedirect& declared) {
    using From = resource::RequestRedirect::Path;
    using To = route::Redirect::Path;
    return {declared.scheme,
            declared.hostname,
            declared.port,
            declared.path == From::Keep              ? To::Keep
            : declared.path == From::ReplaceFullPath ? To::Full
                                                     : To::Prefix,
            declared.replacement,
            declared.statusCode};
}

} // namespace

void addTraffic(route::OutboundRoute& route, const AttachedRule& rule, const Object& service) {
    addTraffic(route, service);
    const auto own = trafficOf(*rule.object);
    if (own.timeouts)
        route.timeouts = timeoutsOf(*own.timeouts);
    if (own.retry)
        route.retry = retryOf(*own.retry);
    const bool annotated = own.timeouts.has_value();
    if (rule.timeouts.request && !(annotated && own.timeouts->request))
        route.timeouts.request = limit(rule.timeouts.request);
    if (rule.timeouts.backendRequest && !(annotated && own.timeouts->response))
        route.timeouts.response = limit(rule.timeouts.backendRequest);
    if (rule.filters)
        route.filters = filtersOf(*rule.filters);
    if (own.fault)
        route.filters.fault = faultOf(own);
}

void addTraffic(route::OutboundRoute& route, const Object& service) {
    const auto traffic = trafficOf(service);
    if (traffic.timeouts)
        route.timeouts = timeoutsOf(*traffic.timeouts);
    if (traffic.retry)
        route.retry = retryOf(*traffic.retry);
    route.filters.fault = faultOf(traffic);
}

bool allowsHeaderOverrides(const Object& service) { return trafficOf(service).headerOverrides; }

route::Balancing balancingOf(const Object& service) {
    const auto traffic = trafficOf(service);
    route::Balancing balancing;
    if (traffic.bias) {
        balancing.penalty = traffic.bias->penalty.value_or(std::chrono::seconds(5));
        balancing.maxRetryAfter = traffic.bias->maxRetryAfter.value_or(balancing.maxRetryAfter);
    }
    if (!traffic.accrual)
        return balancing;
    const auto& accrual = *traffic.accrual;
    balancing.maxFailures = accrual.maxFailures.value_or(7);
    balancing.minPenalty = accrual.minPenalty.value_or(balancing.minPenalty);
    balancing.maxPenalty = std::max(accrual.maxPenalty.value_or(balancing.maxPenalty),
                                    balancing.minPenalty);
    balancing.jitter = accrual.jitter.value_or(balancing.jitter);
    balancing.minReady = accrual.minReady;
    balancing.honorRetryAfter = accrual.honorRetryAfter;
    if (!accrual.unified)
        return balancing;
    balancing.successRate = accrual.successRate.value_or(0.8);
    balancing.window = accrual.window.value_or(balancing.window);
    balancing.minRequests = accrual.minRequests.value_or(balancing.minRequests);
    return balancing;
}

route::Filters filtersOf(const AttachedRule& rule) {
    route::Filters filters = rule.filters ? filtersOf(*rule.filters) : route::Filters{};
    filters.fault = faultOf(trafficOf(*rule.object));
    return filters;
}

route::Filters filtersOf(const resource::RouteFilters& declared) {
    route::Filters filters;
    filters.request = changeOf(declared.request);
    filters.response = changeOf(declared.response);
    if (declared.redirect)
        filters.redirect = redirectOf(*declared.redirect);
    return filters;
}

} // namespace causeway::rules
