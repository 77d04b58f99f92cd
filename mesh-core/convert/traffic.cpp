// SPDX-License-Identifier: Apache-2.0
#include "convert/traffic.h"

namespace causeway::convert {
namespace {

// 0 says "none" as well.
std::optional<Duration> limitFrom(bool isSet, const google::protobuf::Duration& duration) {
    const auto value = fromProto(duration);
    return isSet && value > Duration{} ? std::optional(value) : std::nullopt;
}

Result<StatusRange> rangeFrom(const v1::StatusRange& message) {
    if (message.min() < 100 || message.max() > 599 || message.min() > message.max())
        return refuse("statuses",
                      std::to_string(message.min()) + "-" + std::to_string(message.max()),
                      "a range within 100-599");
    return StatusRange{static_cast<std::uint16_t>(message.min()),
                       static_cast<std::uint16_t>(message.max())};
}

v1::StatusRange toProto(const StatusRange& range) {
    v1::StatusRange message;
    message.set_min(range.min);
    message.set_max(range.max);
    return message;
}

route::HeaderChange changeFrom(const v1::HeaderChange& message) {
    route::HeaderChange change;
    for (const auto& each : message.set())
        change.set.push_back({each.name(), each.value()});
    for (const auto& each : message.add())
        change.add.push_back({each.name(), each.value()});
    change.remove = textsFrom(message.remove());
    return change;
}

v1::HeaderChange toProto(const route::HeaderChange& change) {
    v1::HeaderChange message;
    const auto put = [](const route::HeaderValue& from, v1::HeaderValue& to) {
        to.set_name(from.name);
        to.set_value(from.value);
    };
    for (const auto& each : change.set)
        put(each, *message.add_set());
    for (const auto& each : change.add)
        put(each, *message.add_add());
    textsTo(change.remove, message.mutable_remove());
    return message;
}

Result<route::Redirect> redirectFrom(const v1::Redirect& message) {
    using Path = route::Redirect::Path;
    route::Redirect redirect;
    redirect.scheme = message.scheme();
    redirect.host = message.host();
    if (message.port() > 65535)
        return refuse("redirect.port", std::to_string(message.port()), "at most 65535");
    redirect.port = static_cast<std::uint16_t>(message.port());
    if (message.path_case() == v1::Redirect::kFull)
        redirect.path = Path::Full, redirect.replacement = message.full();
    else if (message.path_case() == v1::Redirect::kPrefix)
        redirect.path = Path::Prefix, redirect.replacement = message.prefix();
    redirect.status = static_cast<int>(message.status());
    if (redirect.status < 300 || redirect.status > 399)
        return refuse("redirect.status", std::to_string(message.status()), "300 to 399");
    return redirect;
}

v1::Redirect toProto(const route::Redirect& redirect) {
    v1::Redirect message;
    message.set_scheme(redirect.scheme);
    message.set_host(redirect.host);
    message.set_port(redirect.port);
    if (redirect.path == route::Redirect::Path::Full)
        message.set_full(redirect.replacement);
    else if (redirect.path == route::Redirect::Path::Prefix)
        message.set_prefix(redirect.replacement);
    message.set_status(static_cast<std::uint32_t>(redirect.status));
    return message;
}

Result<route::Fault> faultFrom(const v1::Fault& message) {
    if (message.status() < 200 || message.status() > 599)
        return refuse("fault.status", std::to_string(message.status()), "200 to 599");
    if (message.denominator() == 0 || message.numerator() > message.denominator())
        return refuse("fault",
                      std::to_string(message.numerator()) + "/"
                          + std::to_string(message.denominator()),
                      "a share between 0 and 1");
    return route::Fault{static_cast<int>(message.status()), message.message(), message.numerator(),
                        message.denominator()};
}

} // namespace

route::Timeouts fromProto(const v1::Timeouts& message) {
    return {limitFrom(message.has_request(), message.request()),
            limitFrom(message.has_response(), message.response()),
            limitFrom(message.has_idle(), message.idle())};
}

v1::Timeouts toProto(const route::Timeouts& timeouts) {
    v1::Timeouts message;
    if (timeouts.request)
        *message.mutable_request() = toDuration(*timeouts.request);
    if (timeouts.response)
        *message.mutable_response() = toDuration(*timeouts.response);
    if (timeouts.idle)
        *message.mutable_idle() = toDuration(*timeouts.idle);
    return message;
}

Result<route::RetryPolicy> fromProto(const v1::RetryPolicy& message) {
    route::RetryPolicy policy;
    for (const auto& each : message.http()) {
        CAUSEWAY_TRY(const auto range, rangeFrom(each));
        policy.http.push_back(range);
    }
    for (const auto code : message.grpc_codes()) {
        if (code == 0 || code > 16)
            return refuse("retry.grpc_codes", std::to_string(code), "1 to 16");
        policy.grpc |= 1U << code;
    }
    policy.limit = message.limit();
    policy.perTry = limitFrom(message.has_per_try(), message.per_try());
    return policy;
}

v1::RetryPolicy toProto(const route::RetryPolicy& policy) {
    v1::RetryPolicy message;
    for (const auto& each : policy.http)
        *message.add_http() = toProto(each);
    for (std::uint32_t code = 1; code <= 16; ++code)
        if ((policy.grpc >> code & 1U) != 0)
            message.add_grpc_codes(code);
    message.set_limit(policy.limit);
    if (policy.perTry)
        *message.mutable_per_try() = toDuration(*policy.perTry);
    return message;
}

Result<route::RetryBudget> fromProto(const v1::RetryBudget& message) {
    const route::RetryBudget budget{message.ratio(), message.min_per_second(),
                                    fromProto(message.ttl())};
    if (!(budget.ratio >= 0 && budget.ratio <= 1000))
        return refuse("retry_budget.ratio", std::to_string(budget.ratio), "0 to 1000");
    if (budget.ttl < std::chrono::seconds(1) || budget.ttl > std::chrono::minutes(1))
        return refuse("retry_budget.ttl", std::to_string(budget.ttl.count()) + " ns", "1 to 60 s");
    return budget;
}

v1::RetryBudget toProto(const route::RetryBudget& budget) {
    v1::RetryBudget message;
    message.set_ratio(budget.ratio);
    message.set_min_per_second(budget.minPerSecond);
    *message.mutable_ttl() = toDuration(budget.ttl);
    return message;
}

Result<route::ResponseClass> fromProto(const v1::ResponseClass& message) {
    CAUSEWAY_TRY(const auto range, rangeFrom(message.statuses()));
    return route::ResponseClass{range, message.is_failure()};
}

v1::ResponseClass toProto(const route::ResponseClass& one) {
    v1::ResponseClass message;
    *message.mutable_statuses() = toProto(one.statuses);
    message.set_is_failure(one.isFailure);
    return message;
}

Result<route::Filters> fromProto(const v1::Filters& message) {
    route::Filters filters{changeFrom(message.request()), changeFrom(message.response()), {}, {}};
    if (message.has_redirect()) {
        CAUSEWAY_TRY(filters.redirect, redirectFrom(message.redirect()));
    }
    if (message.has_fault()) {
        CAUSEWAY_TRY(filters.fault, faultFrom(message.fault()));
    }
    return filters;
}

v1::Filters toProto(const route::Filters& filters) {
    v1::Filters message;
    if (!filters.request.empty())
        *message.mutable_request() = toProto(filters.request);
    if (!filters.response.empty())
        *message.mutable_response() = toProto(filters.response);
    if (filters.redirect)
        *message.mutable_redirect() = toProto(*filters.redirect);
    if (filters.fault) {
        auto* fault = message.mutable_fault();
        fault->set_status(static_cast<std::uint32_t>(filters.fault->status));
        fault->set_message(filters.fault->message);
        fault->set_numerator(filters.fault->numerator);
        fault->set_denominator(filters.fault->denominator);
    }
    return message;
}

Result<route::Condition> fromProto(const v1::Condition& message, int depth) {
    constexpr int kMaxDepth = 16;
    if (depth > kMaxDepth)
        return refuse("condition", "more than 16 levels", "at most that");
    route::Condition condition{message.path_regex(), message.method(), {}, {}, {}};
    const auto read = [&](const auto& from, std::vector<route::Condition>& to) -> Status {
        for (const auto& each : from) {
            CAUSEWAY_TRY(auto one, fromProto(each, depth + 1));
            to.push_back(std::move(one));
        }
        return {};
    };
    CAUSEWAY_CHECK(read(message.all(), condition.all));
    CAUSEWAY_CHECK(read(message.any(), condition.any));
    CAUSEWAY_CHECK(read(message.none(), condition.not_));
    return condition;
}

v1::Condition toProto(const route::Condition& condition) {
    v1::Condition message;
    message.set_path_regex(condition.pathRegex);
    message.set_method(condition.method);
    for (const auto& each : condition.all)
        *message.add_all() = toProto(each);
    for (const auto& each : condition.any)
        *message.add_any() = toProto(each);
    for (const auto& each : condition.not_)
        *message.add_none() = toProto(each);
    return message;
}

Result<route::Balancing> balancingFrom(bool isSet, const v1::Balancing& message) {
    if (!isSet)
        return route::Balancing{};
    if (!(message.success_rate() >= 0 && message.success_rate() <= 1))
        return refuse("balancing.success_rate", std::to_string(message.success_rate()), "0 to 1");
    if (!(message.jitter() >= 0 && message.jitter() <= 100))
        return refuse("balancing.jitter", std::to_string(message.jitter()), "0 to 100");
    route::Balancing balancing;
    balancing.maxFailures = message.max_failures();
    balancing.successRate = message.success_rate();
    balancing.window = fromProto(message.window());
    balancing.minRequests = message.min_requests();
    balancing.minPenalty = fromProto(message.min_penalty());
    balancing.maxPenalty = fromProto(message.max_penalty());
    balancing.jitter = message.jitter();
    balancing.honorRetryAfter = message.honor_retry_after();
    balancing.minReady = message.min_ready();
    balancing.penalty = fromProto(message.penalty());
    balancing.maxRetryAfter = fromProto(message.max_retry_after());
    if (balancing.minPenalty > balancing.maxPenalty)
        return refuse("balancing.min_penalty", "more than max_penalty", "at most that");
    return balancing;
}

v1::Balancing toProto(const route::Balancing& balancing) {
    v1::Balancing message;
    message.set_max_failures(balancing.maxFailures);
    message.set_success_rate(balancing.successRate);
    *message.mutable_window() = toDuration(balancing.window);
    message.set_min_requests(balancing.minRequests);
    *message.mutable_min_penalty() = toDuration(balancing.minPenalty);
    *message.mutable_max_penalty() = toDuration(balancing.maxPenalty);
    message.set_jitter(balancing.jitter);
    message.set_honor_retry_after(balancing.honorRetryAfter);
    message.set_min_ready(balancing.minReady);
    *message.mutable_penalty() = toDuration(balancing.penalty);
    *message.mutable_max_retry_after() = toDuration(balancing.maxRetryAfter);
    return message;
}

} // namespace causeway::convert
