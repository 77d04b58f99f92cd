// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/request_overrides.h"

#include "grpc/timeout.h"
#include "resource/traffic_annotations.h"

#include <algorithm>
#include <array>
#include <utility>

namespace causeway::proxy {
namespace {

// The annotation that says the same of every request.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kHeaders{
    {{"l5d-timeout", "timeout.linkerd.io/request"},
     {"l5d-request-timeout", "timeout.linkerd.io/request"},
     {"l5d-response-timeout", "timeout.linkerd.io/response"},
     {"l5d-retry-http", "retry.linkerd.io/http"},
     {"l5d-retry-grpc", "retry.linkerd.io/grpc"},
     {"l5d-retry-limit", "retry.linkerd.io/limit"},
     {"l5d-retry-timeout", "retry.linkerd.io/timeout"}}};

std::optional<Duration> limit(std::optional<Duration> duration) {
    return duration && *duration > Duration{} ? duration : std::nullopt;
}

void putRetry(const resource::RetryAnnotations& asked, Wishes& wishes) {
    if (!wishes.retry)
        wishes.retry.emplace();
    auto& policy = *wishes.retry;
    if (!asked.http.empty())
        policy.http = asked.http;
    if (asked.grpc != 0)
        policy.grpc = asked.grpc;
    if (asked.limit)
        policy.limit = *asked.limit; // 0: not at all, which an annotation cannot say
    if (asked.timeout)
        policy.perTry = limit(asked.timeout);
}

} // namespace

Status takeOverrides(http::Headers& headers, Wishes& wishes) {
    resource::Annotations asked;
    for (const auto& [header, annotation] : kHeaders)
        if (const auto value = headers.find(header)) {
            asked.emplace(annotation, *value);
            headers.remove(header);
        }
    if (asked.empty())
        return {};
    std::vector<resource::AnnotationProblem> problems;
    const auto traffic = resource::readTraffic(asked, problems);
    if (!problems.empty()) {
        const auto* header = std::find_if(kHeaders.begin(), kHeaders.end(), [&](const auto& each) {
            return each.second == problems.front().name;
        });
        return fail(ErrorKind::InvalidInput, std::string(header->first) + ": found \""
                                                 + asked[problems.front().name] + "\"; expected "
                                                 + problems.front().expected);
    }
    if (traffic.timeouts && traffic.timeouts->request)
        wishes.timeouts.request = limit(traffic.timeouts->request);
    if (traffic.timeouts && traffic.timeouts->response)
        wishes.timeouts.response = limit(traffic.timeouts->response);
    if (traffic.retry)
        putRetry(*traffic.retry, wishes);
    return {};
}

void honorGrpcTimeout(const http::Headers& headers, route::Timeouts& timeouts) {
    const auto text = headers.find("grpc-timeout");
    if (!text)
        return;
    const auto asked = grpc::parseTimeout(*text);
    if (asked)
        timeouts.request = std::min(*asked, timeouts.request.value_or(Duration::max()));
}

} // namespace causeway::proxy
