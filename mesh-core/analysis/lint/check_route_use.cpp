// SPDX-License-Identifier: Apache-2.0
// What callers' counts say of routes: profiles that most requests miss, retries of what is too long
// to be kept and sent again.
#include "analysis/lint/context.h"
#include "route/retry_policy.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::analysis {
namespace {

using resource::HttpRoute;
using resource::Object;
using resource::ServiceProfile;

constexpr std::uint64_t kEnough = 100; // requests, for a share or a mean to mean something
constexpr double kMissed = 0.2;
constexpr std::string_view kOfProfile = "serviceprofile/";
constexpr std::string_view kOfHttp = "httproute/";

// The profile in force for calls that stay in the cluster.
const Object* profileOf(const Context& context, std::string_view service) {
    const Object* found = nullptr;
    context.each<ServiceProfile>([&](const Object& object, const ServiceProfile&) {
        const std::string_view name = object.metadata.name;
        if (name == fmt::format("{}.svc.{}", service, context.set().cluster().clusterDomain)
            || name == fmt::format("{}.svc.cluster.local", service))
            found = &object;
    });
    return found;
}

void checkMissed(Context& context) {
    struct Use {
        std::uint64_t requests = 0;
        std::uint64_t missed = 0;
    };
    std::map<std::string, Use> services;
    for (const auto& fact : context.facts().routes)
        if (fact.cluster == context.clusterName() && fact.at == fact.cluster) {
            auto& use = services[fact.service];
            use.requests += fact.requests;
            use.missed += fact.route == "default" ? fact.requests : 0;
        }
    for (const auto& [service, use] : services) {
        const Object* profile = profileOf(context, service);
        const double share = double(use.missed) / double(std::max<std::uint64_t>(use.requests, 1));
        if (profile && use.requests >= kEnough && share > kMissed)
            context
                .report("MC2010", *profile, "spec.routes",
                        fmt::format("{:.0f} % of the requests to {} match none of its routes",
                                    100 * share, service))
                .evidence = fmt::format("{} of {} requests of callers in {}", use.missed,
                                        use.requests, context.clusterName());
    }
}

struct Place {
    const Object* object = nullptr;
    std::string field;
};

// Where it is said that requests of that route are retried; no object: they are not.
Place retriedAt(const Context& context, const RouteFact& fact) {
    Place place;
    if (fact.route.starts_with(kOfHttp))
        context.each<HttpRoute>([&](const Object& object, const HttpRoute& route) {
            const bool isItsOwn = std::ranges::any_of(route.parentRefs, [&](const auto& parent) {
                return parent.object.kind == "Service"
                       && fact.service.starts_with(parent.object.name + ".");
            });
            for (const auto* annotation : {"retry.linkerd.io/http", "retry.linkerd.io/grpc"})
                if (isItsOwn && object.metadata.name == fact.route.substr(kOfHttp.size())
                    && object.metadata.annotations.contains(annotation))
                    place = {&object, fmt::format("metadata.annotations.{}", annotation)};
        });
    if (!fact.route.starts_with(kOfProfile) || fact.at != context.clusterName())
        return place;
    const Object* profile = profileOf(context, fact.service);
    const auto* spec = profile ? profile->as<ServiceProfile>() : nullptr;
    for (std::size_t i = 0; spec && i < spec->routes.size(); ++i)
        if (spec->routes[i].isRetryable
            && spec->routes[i].name == fact.route.substr(kOfProfile.size()))
            place = {profile, fmt::format("spec.routes[{}].isRetryable", i)};
    return place;
}

void checkBodies(Context& context) {
    for (const auto& fact : context.facts().routes) {
        if (fact.cluster != context.clusterName() || fact.requests < kEnough
            || fact.requestBytes / fact.requests <= route::kMaxReplay)
            continue;
        if (const auto place = retriedAt(context, fact); place.object)
            context
                .report("MC2009", *place.object, place.field,
                        fmt::format("a proxy keeps {} KiB of a body to send it again, and these "
                                    "requests have {} KiB on average: they are not retried",
                                    route::kMaxReplay / 1024,
                                    fact.requestBytes / fact.requests / 1024))
                .evidence = fmt::format("{} requests to {}", fact.requests, fact.service);
    }
}

} // namespace

void checkRouteUse(Context& context) {
    checkMissed(context);
    checkBodies(context);
}

} // namespace causeway::analysis
