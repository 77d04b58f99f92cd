// SPDX-License-Identifier: Apache-2.0
// Routes: whether their parents and backends are there, and whether what they say can have an
// effect.
#include "analysis/lint/context.h"
#include "resource/parse.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace causeway::analysis {
namespace {

using resource::BackendRef;
using resource::GrpcRoute;
using resource::HttpRoute;
using resource::Object;
using resource::ParentRef;

constexpr std::array<std::string_view, 9> kMethods{"GET",    "HEAD",    "POST",  "PUT",    "PATCH",
                                                   "DELETE", "OPTIONS", "TRACE", "CONNECT"};

std::string namespaceOf(const resource::Reference& reference, const Object& object) {
    return reference.namespace_.empty() ? object.metadata.namespace_ : reference.namespace_;
}

bool knowsServices(const Context& context, const std::string& namespace_) {
    bool found = false;
    context.each<resource::Service>([&](const Object& service, const auto&) {
        found = found || service.metadata.namespace_ == namespace_;
    });
    return found;
}

void checkParent(Context& context, const Object& object, const ParentRef& parent,
                 const std::string& field) {
    const auto& kind = parent.object.kind;
    const auto space = namespaceOf(parent.object, object);
    if (kind != "Server" && kind != "Service" && kind != "EgressNetwork") {
        context
            .report("MC1102", object, field + ".kind",
                    fmt::format("a {} is no parent in a mesh: the route does nothing here", kind))
            .evidence = "parents are Server, Service and EgressNetwork";
        return;
    }
    if (kind == "Service" && !knowsServices(context, space))
        return;
    const auto* found = context.set().find(kind, space, parent.object.name);
    if (!found) {
        context
            .report(kind == "Service" ? "MC0104" : "MC1102", object, field + ".name",
                    fmt::format("there is no {} {} in namespace {}", kind, parent.object.name,
                                space))
            .evidence = context.known(kind, space);
        return;
    }
    const auto* service = found->as<resource::Service>();
    if (service && parent.port != 0 && std::ranges::none_of(service->ports, [&](const auto& port) {
            return port.port == parent.port;
        }))
        context
            .report("MC0104", object, field + ".port",
                    fmt::format("{} has no port {}", found->describe(), parent.port))
            .evidence = whereOf(*found);
    if (kind == "Service" && space != object.metadata.namespace_
        && !context.workloads(space).empty()
        && context.workloads(object.metadata.namespace_).empty())
        context
            .report("MC0210", object, field,
                    fmt::format("a route in namespace {} is for callers of that namespace, and "
                                "no workload runs there",
                                object.metadata.namespace_))
            .evidence = fmt::format("{} is in namespace {}", found->describe(), space);
}

bool hasEndpoints(const Context& context, const Object& service) {
    return rules::isMirror(service)
           || std::ranges::any_of(context.workloads(service.metadata.namespace_),
                                  [&](const auto* one) { return rules::selects(service, *one); });
}

void checkBackend(Context& context, const Object& object, const BackendRef& backend,
                  const std::string& field) {
    const auto space = namespaceOf(backend.object, object);
    if (backend.object.kind != "Service" || !knowsServices(context, space))
        return;
    const auto* service = context.set().find("Service", space, backend.object.name);
    if (!service) {
        context
            .report("MC1101", object, field + ".name",
                    fmt::format("there is no Service {} in namespace {}", backend.object.name,
                                space))
            .evidence = context.known("Service", space);
        return;
    }
    if (!context.workloads(space).empty() && !hasEndpoints(context, *service))
        context
            .report("MC0203", object, field + ".name",
                    fmt::format("{} selects no workload: requests sent there fail",
                                service->describe()))
            .evidence = whereOf(*service);
}

void checkBackends(Context& context, const Object& object, const std::vector<BackendRef>& backends,
                   const std::string& field) {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < backends.size(); ++i) {
        const auto& backend = backends[i];
        const auto place = fmt::format("{}[{}]", field, i);
        checkBackend(context, object, backend, place);
        const auto [first, isNew] =
            seen.emplace(fmt::format("{}/{}:{}", namespaceOf(backend.object, object),
                                     backend.object.name, backend.port),
                         i);
        if (!isNew)
            context
                .report("MC1105", object, place,
                        fmt::format("{}:{} stands twice among the backends", backend.object.name,
                                    backend.port))
                .evidence = fmt::format("weight {} there, {} here", backends[first->second].weight,
                                        backend.weight);
    }
    if (backends.size() == 1 && backends[0].weight > 1) {
        auto& finding = context.report("MC1104", object, field + "[0].weight",
                                       "a weight beside no other backend means nothing");
        finding.evidence = fmt::format("{} of {} requests go there", backends[0].weight, backends[0].weight);
        finding.patch = context.replaced(object, field + "[0].weight", "1");
    }
}

void checkMethod(Context& context, const Object& object, const std::string& method,
                 const std::string& field) {
    if (method.empty() || std::ranges::find(kMethods, method) != kMethods.end())
        return;
    auto upper = method;
    std::ranges::transform(upper, upper.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const bool isCase = std::ranges::find(kMethods, upper) != kMethods.end();
    auto& finding = context.report("MC0102", object, field,
                                   fmt::format("no request has the method {}", method));
    finding.evidence =
        isCase ? "methods are told apart by case; " + upper + " is one" : "HTTP has no such method";
    if (isCase)
        finding.patch = context.replaced(object, field, upper);
}

void checkCondition(Context& context, const Object& object, const resource::RequestMatch& match,
                    const std::string& field) {
    checkMethod(context, object, match.method, field + ".method");
    const auto inside = [&](const std::vector<resource::RequestMatch>& list, const char* name) {
        for (std::size_t i = 0; i < list.size(); ++i)
            checkCondition(context, object, list[i],
                           std::string_view(name) == "not" ? fmt::format("{}.not", field)
                                                           : fmt::format("{}.{}[{}]", field, name, i));
    };
    inside(match.all, "all");
    inside(match.any, "any");
    inside(match.not_, "not");
}

// A service has its package in front, a method is one word.
void checkGrpcName(Context& context, const Object& object, const std::string& name,
                   std::string_view allowed, const std::string& field) {
    const auto odd = name.find_first_not_of(allowed);
    if (odd != name.npos)
        context
            .report("MC0102", object, field, fmt::format("no gRPC name is {}", name))
            .evidence = fmt::format("it has the character {}", name[odd]);
}

void checkGrpc(Context& context, const Object& object, const GrpcRoute& route) {
    constexpr std::string_view kWord =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    for (std::size_t i = 0; i < route.rules.size(); ++i)
        for (std::size_t j = 0; j < route.rules[i].matches.size(); ++j) {
            const auto& match = route.rules[i].matches[j];
            const auto field = fmt::format("spec.rules[{}].matches[{}].method", i, j);
            checkGrpcName(context, object, match.service, std::string(kWord) + ".",
                          field + ".service");
            checkGrpcName(context, object, match.method, kWord, field + ".method");
        }
}

bool isRetried(const Object& object) {
    const auto& annotations = object.metadata.annotations;
    return annotations.contains("retry.linkerd.io/http")
           || annotations.contains("retry.linkerd.io/grpc");
}

void checkHttp(Context& context, const Object& object, const HttpRoute& route) {
    for (std::size_t i = 0; i < route.rules.size(); ++i) {
        const auto rule = fmt::format("spec.rules[{}]", i);
        checkBackends(context, object, route.rules[i].backendRefs, rule + ".backendRefs");
        for (std::size_t j = 0; j < route.rules[i].matches.size(); ++j) {
            const auto& method = route.rules[i].matches[j].method;
            const auto field = fmt::format("{}.matches[{}].method", rule, j);
            checkMethod(context, object, method, field);
            if (isRetried(object) && (method == "POST" || method == "PATCH"))
                context
                    .report("MC2009", object, field,
                            fmt::format("{} is retried: what it does may be done twice", method))
                    .evidence = "annotation retry.linkerd.io/http";
        }
    }
}

// A GRPCRoute on a parent makes the HTTPRoutes beside it count for nothing.
void checkKinds(Context& context, const Object& object, const HttpRoute& route) {
    for (std::size_t i = 0; i < route.parentRefs.size(); ++i) {
        const auto& parent = route.parentRefs[i];
        for (const auto* other : context.set().routesFor(parent.object.kind, parent.object.name)) {
            const auto* grpc = other->as<GrpcRoute>();
            if (!grpc || other->metadata.namespace_ != object.metadata.namespace_)
                continue;
            const bool isSame = std::ranges::any_of(grpc->parentRefs, [&](const auto& theirs) {
                return theirs.object == parent.object
                       && (theirs.port == parent.port || theirs.port == 0 || parent.port == 0);
            });
            if (isSame) {
                context
                    .report("MC0201", object, fmt::format("spec.parentRefs[{}]", i),
                            fmt::format("{} has the same parent: this route is not accepted",
                                        other->describe()))
                    .evidence = whereOf(*other);
                return;
            }
        }
    }
}

// Whom a profile is for: by its full name, a mirror's included, or as callers of this cluster write
// it. Where no Cluster object tells the cluster's domain, any will do.
const Object* serviceOf(const Context& context, const std::string& profile) {
    const bool isDomainKnown = context.any<resource::Cluster>();
    const Object* found = nullptr;
    context.each<resource::Service>([&](const Object& service, const auto&) {
        const auto name =
            fmt::format("{}.{}.svc.", service.metadata.name, service.metadata.namespace_);
        if (profile == name + "cluster.local"
            || profile == rules::fullName(context.set(), service)
            || (!isDomainKnown && profile.starts_with(name)))
            found = &service;
    });
    return found;
}

void checkProfiles(Context& context) {
    context.each<resource::ServiceProfile>([&](const Object& object, const auto&) {
        const auto& name = object.metadata.name;
        const auto dot = name.find('.');
        const auto end = name.find(".svc.");
        if (dot == name.npos || end == name.npos || dot >= end)
            return;
        const auto space = name.substr(dot + 1, end - dot - 1);
        const auto* service = serviceOf(context, name);
        if (!service && knowsServices(context, space))
            context
                .report("MC0104", object, "metadata.name",
                           fmt::format("there is no Service {} in namespace {}{}",
                                       name.substr(0, dot), space,
                                       context.any<resource::Cluster>()
                                           ? " of cluster domain " + name.substr(end + 5)
                                           : std::string()))
                .evidence = context.known("Service", space);
        if (!service)
            return;
        for (const auto* route : context.set().routesFor("Service", service->metadata.name))
            if (route->metadata.namespace_ == service->metadata.namespace_)
                context
                    .report("MC2002", *route, "spec.parentRefs",
                            fmt::format("{} is for the same service: routes, retries and timeouts "
                                        "of this one are ignored",
                                        object.describe()))
                    .evidence = whereOf(object);
    });
}

template <typename Route>
void checkParents(Context& context, const Object& object, const Route& route) {
    for (std::size_t i = 0; i < route.parentRefs.size(); ++i)
        checkParent(context, object, route.parentRefs[i], fmt::format("spec.parentRefs[{}]", i));
    if (route.parentRefs.empty())
        context.report("MC1109", object, "spec.parentRefs", "a route without a parent does nothing")
            .evidence = "parentRefs is empty";
}

template <typename Route>
void checkConnectionRoute(Context& context, const Object& object, const Route& route) {
    checkParents(context, object, route);
    for (std::size_t i = 0; i < route.rules.size(); ++i)
        checkBackends(context, object, route.rules[i].backendRefs,
                      fmt::format("spec.rules[{}].backendRefs", i));
}

} // namespace

void checkRoutes(Context& context) {
    context.each<HttpRoute>([&](const Object& object, const HttpRoute& route) {
        checkParents(context, object, route);
        checkHttp(context, object, route);
        checkKinds(context, object, route);
    });
    context.each<GrpcRoute>([&](const Object& object, const GrpcRoute& route) {
        checkConnectionRoute(context, object, route);
        checkGrpc(context, object, route);
    });
    context.each<resource::TlsRoute>([&](const Object& object, const auto& route) {
        checkConnectionRoute(context, object, route);
    });
    context.each<resource::TcpRoute>([&](const Object& object, const auto& route) {
        checkConnectionRoute(context, object, route);
    });
    context.each<resource::UnreadRoute>([&](const Object& object, const auto& route) {
        const auto& first = route.problems.front();
        auto& finding = context.report(
            "MC1109", object, first.field,
            fmt::format("the route counts for nothing: {}{}", first.message,
                        route.problems.size() > 1
                            ? fmt::format(", and {} more", route.problems.size() - 1)
                            : std::string()));
        finding.evidence = "the Gateway API has it admitted, and not accepted";
        finding.severity = Severity::Error;
    });
    context.each<resource::ServiceProfile>([&](const Object& object, const auto& profile) {
        for (std::size_t i = 0; i < profile.routes.size(); ++i)
            checkCondition(context, object, profile.routes[i].condition,
                           fmt::format("spec.routes[{}].condition", i));
    });
    checkProfiles(context);
}

} // namespace causeway::analysis
