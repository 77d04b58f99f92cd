// SPDX-License-Identifier: Apache-2.0
#include "rules/outbound_parts.h"
#include "rules/profile.h"
#include "rules/protocols.h"
#include "rules/traffic.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::rules {
namespace {

using resource::Object;

Protocol servicePortProtocol(const Object& service, std::uint16_t port) {
    for (const auto& declared : service.as<resource::Service>()->ports)
        if (declared.port == port)
            return protocolOf(declared.appProtocol);
    return Protocol::Detect;
}

// A backend that nobody declared keeps its name: asking for its endpoints says what is missing.
route::WeightedBackend weightedBackend(const ObjectSet& objects, const Object& route,
                                       const resource::BackendRef& backend) {
    const auto& ref = backend.object;
    const auto& namespace_ = ref.namespace_.empty() ? route.metadata.namespace_ : ref.namespace_;
    const auto authority = fmt::format("{}.{}:{}", ref.name, namespace_, backend.port);
    if (const auto name = resolve(objects, namespace_, authority))
        return {name->destination, backend.weight, balancingOf(*name->service)};
    return {fmt::format("{}.{}.svc.{}:{}", ref.name, namespace_, objects.cluster().clusterDomain,
                        backend.port),
            backend.weight,
            {}};
}

} // namespace

route::OutboundRoute outboundRoute(const ObjectSet& objects, const AttachedRule& attached,
                                   const Object& parent) {
    route::OutboundRoute result;
    result.rule = attached.rule;
    addTraffic(result, attached, parent);
    for (const auto& backend : *attached.backends) {
        const bool leaves = parent.as<resource::EgressNetwork>() && backend.object.kind == "EgressNetwork";
        result.backends.push_back(leaves
                                      ? route::WeightedBackend{"", backend.weight, {}}
                                      : weightedBackend(objects, *attached.object, backend));
    }
    return result;
}

namespace {

// The service's routes as seen from the caller: those in the caller's own namespace replace those
// of the service's namespace; routes of third parties count for nobody (Gateway API, mesh routes).
AttachedRoutes routesFor(const ObjectSet& objects, const ServiceName& target,
                         std::string_view callerNamespace) {
    const auto attachedIn = [&](std::string_view routeNamespace) {
        const auto isParent = [&](const Object& route, const resource::ParentRef& parent) {
            const auto& ref = parent.object;
            const auto& namespace_ =
                ref.namespace_.empty() ? route.metadata.namespace_ : ref.namespace_;
            return route.metadata.namespace_ == routeNamespace && ref.kind == "Service"
                   && ref.name == target.name && namespace_ == target.namespace_
                   && (parent.port == 0 || parent.port == target.port);
        };
        return attachedRoutes(objects.routesFor("Service", target.name), isParent);
    };
    auto routes = attachedIn(callerNamespace);
    return routes.rules.empty() ? attachedIn(target.namespace_) : routes;
}

} // namespace

Result<route::OutboundRoutes> outboundRoutes(const ObjectSet& objects, std::string_view namespace_,
                                             std::string_view authority) {
    if (auto egress = egressRoutes(objects, namespace_, authority))
        return *std::move(egress);
    CAUSEWAY_TRY(const auto target, resolve(objects, namespace_, authority));
    route::OutboundRoutes result;
    result.service = target.fullName;
    result.port = target.port;
    result.destination = target.destination;
    result.precedence = precedenceOf(objects.cluster());
    result.fallback.rule.route = route::defaultRoute();
    result.headerOverrides = allowsHeaderOverrides(*target.service);
    result.protocol = servicePortProtocol(*target.service, target.port);
    if (const auto* profile = profileOf(objects, target, namespace_)) {
        addProfile(result, objects, *profile);
        return result;
    }
    result.balancing = balancingOf(*target.service);
    addTraffic(result.fallback, *target.service);
    const auto attached = routesFor(objects, target, namespace_);
    if (attached.grpc)
        result.protocol = Protocol::Grpc;
    for (const auto& rule : attached.rules)
        result.routes.push_back(outboundRoute(objects, rule, *target.service));
    return result;
}

} // namespace causeway::rules
