// SPDX-License-Identifier: Apache-2.0
#include "profile/render.h"

#include "profile/path_template.h"
#include "profile/route_objects.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::profile {
namespace {

using resource::Object;

// A class says something only where it differs from what holds without it.
bool isUsual(const StatusClass& status) {
    return status.isFailure ? status.min >= 500 : status.max < 500;
}

resource::ProfileRoute profileRoute(const Operation& operation) {
    resource::ProfileRoute route;
    route.name = operation.name;
    route.condition.method = operation.method;
    route.condition.pathRegex = pathRegex(operation.path);
    route.isRetryable = operation.isRetryable;
    route.timeout = operation.timeout;
    for (const auto& status : operation.responses) {
        resource::ResponseClass response;
        response.condition.status = resource::StatusRange{status.min, status.max};
        response.isFailure = status.isFailure;
        route.responseClasses.push_back(response);
    }
    return route;
}

void tellRounded(const Operation& operation, Findings& findings) {
    if (operation.timeout
        && wholeMilliseconds(operation.timeout->value) != operation.timeout->value)
        findings.add(Severity::Warning, "timeout-rounded", operation.place,
                     fmt::format("found {}; expected whole milliseconds, which is all that routes "
                                 "know: rounded up",
                                 operation.timeout->text));
}

RouteRule ruleOf(const Operation& operation) {
    RouteRule rule;
    rule.name = operation.name;
    rule.isRetried = operation.isRetryable;
    if (operation.timeout)
        rule.timeout = operation.timeout->value;
    return rule;
}

} // namespace

std::string ServiceName::full() const {
    return fmt::format("{}.{}.svc.{}", name, namespace_, clusterDomain);
}

ServiceName serviceNameOf(std::string_view text, const ServiceName& defaults) {
    auto service = defaults;
    const auto dot = std::min(text.find('.'), text.size());
    service.name = text.substr(0, dot);
    if (dot == text.size())
        return service;
    const auto rest = text.substr(dot + 1);
    const auto svc = rest.find(".svc");
    const bool isFull = svc != std::string_view::npos && rest.substr(svc).starts_with(".svc.");
    service.namespace_ = rest.substr(0, std::min(rest.find('.'), rest.size()));
    if (isFull)
        service.clusterDomain = rest.substr(svc + 5);
    return service;
}

Object toServiceProfile(const std::vector<Operation>& operations, const ServiceName& service) {
    resource::ServiceProfile profile;
    for (const auto& operation : operations)
        profile.routes.push_back(profileRoute(operation));
    Object object;
    object.apiVersion = "linkerd.io/v1alpha2";
    object.metadata.name = service.full();
    object.metadata.namespace_ = service.namespace_;
    object.spec = std::move(profile);
    return object;
}

std::vector<Object> toHttpRoutes(const std::vector<Operation>& operations,
                                 const ServiceName& service, Findings& findings) {
    std::vector<RouteRule> rules;
    for (const auto& operation : operations) {
        resource::HttpMatch match;
        match.method = operation.method;
        match.path = isTemplate(operation.path)
                         ? resource::HttpPathMatch{resource::PathType::RegularExpression,
                                                   pathRegex(operation.path)}
                         : resource::HttpPathMatch{resource::PathType::Exact, operation.path};
        auto rule = ruleOf(operation);
        rule.http.push_back(std::move(match));
        tellRounded(operation, findings);
        if (operation.isRetryable && !operation.rpcService.empty())
            findings.add(Severity::Warning, "rpc-retry", operation.place,
                         "found a retryable RPC, whose failures are no HTTP status; expected a "
                         "GRPCRoute, which retries by gRPC's own");
        if (!std::ranges::all_of(operation.responses, isUsual))
            findings.add(Severity::Note, "response-classes", operation.place,
                         "found response classes, which an HTTPRoute cannot say");
        rules.push_back(std::move(rule));
    }
    RouteRule rest;
    rest.name = "default";
    rest.http.push_back({resource::HttpPathMatch{}, "", {}, {}});
    rules.push_back(std::move(rest));
    return httpRoutes(std::move(rules), service);
}

std::vector<Object> toGrpcRoutes(const std::vector<Operation>& operations,
                                 const ServiceName& service, Findings& findings) {
    std::vector<RouteRule> rules;
    for (const auto& operation : operations) {
        if (operation.rpcService.empty()) {
            findings.add(Severity::Warning, "no-rpc", operation.place,
                         fmt::format("found {}, which is no RPC; expected POST /package.Service/"
                                     "Method: it is left out",
                                     operation.name));
            continue;
        }
        auto rule = ruleOf(operation);
        rule.grpc.push_back({operation.rpcService, operation.rpcMethod, {}});
        tellRounded(operation, findings);
        rules.push_back(std::move(rule));
    }
    if (rules.empty())
        findings.add(Severity::Error, "no-rpc",
                     {operations.empty() ? "" : operations[0].place.source, {}, ""},
                     "found no RPC; expected at least one for a GRPCRoute (an HTTP API becomes "
                     "an HTTPRoute)");
    rules.emplace_back().name = "default";
    return grpcRoutes(std::move(rules), service);
}

} // namespace causeway::profile
