// SPDX-License-Identifier: Apache-2.0
#include "control/config/compiler.h"

#include "base/hex.h"
#include "control/discovery/endpoints.h"
#include "convert/convert.h"


#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace causeway::control {

namespace {

using rules::ResourceName;

const resource::Object* workloadOf(const rules::ObjectSet& objects,
                                   const ProxyInstance& subscriber) {
    return objects.find("ExternalWorkload", subscriber.namespace_, subscriber.instance);
}

void addLinkedGateways(const rules::ObjectSet& objects, const resource::Link& link,
                       rules::ProxySettings& settings) {
    const std::string name = objects.clusterName() + ":" + link.targetClusterName;
    for (const balance::Endpoint& each : linkedGateways(link, name).endpoints)
        settings.linkedGateways.push_back(
            {name, each.address, each.tls->spiffeId, link.targetClusterDomain});
}

void addLinks(const rules::ObjectSet& objects, std::set<std::string>& trusted,
              rules::ProxySettings& settings) {
    for (const resource::Object* object : objects.of("Link")) {
        const auto& link = *object->as<resource::Link>();
        trusted.insert(gatewayIdentity(link));
        addLinkedGateways(objects, link, settings);
    }
    for (const resource::Object* object : objects.of("Gateway"))
        if (const auto* gateway = object->as<resource::Gateway>())
            settings.maxRequestsPerConnection = gateway->maxRequestsPerConnection;
}

rules::ProxySettings settings(const rules::ObjectSet& objects, const ProxyInstance& subscriber) {
    rules::ProxySettings settings;
    settings.clusterDomain = objects.cluster().clusterDomain;
    std::set<std::string> trusted{gatewayIdentity(objects)};
    if (const auto* workload = workloadOf(objects, subscriber)) {
        settings.servedPorts = rules::servedPorts(objects, *workload);
        settings.accessLog = rules::accessLogOf(*workload);
        settings.zone = rules::zoneOf(*workload);
        settings.recording = rules::isRecorded(*workload);
        settings.recordingRedact = rules::recordingRedactOf(*workload);
    }
    if (subscriber.mode == ProxyMode::Gateway)
        addLinks(objects, trusted, settings);
    trusted.erase(std::string());
    settings.trustedGateways.assign(trusted.begin(), trusted.end());
    return settings;
}

Result<rules::Resource> inboundServer(const rules::ObjectSet& objects,
                                      const ProxyInstance& subscriber, const std::string& name) {
    std::uint16_t port = 0;
    const auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), port);
    if (code != std::errc() || end != name.data() + name.size() || port == 0)
        return fail(ErrorKind::InvalidInput, "\"" + name + "\" is no port; expected 1 to 65535");
    const auto* workload = workloadOf(objects, subscriber);
    if (!workload)
        return fail(ErrorKind::NotFound, "no ExternalWorkload " + subscriber.namespace_ + "/"
                                             + subscriber.instance + " is declared");
    return rules::inboundServer(objects, *workload, port);
}

Result<rules::Resource> endpoints(const World& world, const ProxyInstance& subscriber,
                                  const std::string& name) {
    CAUSEWAY_TRY(const Destination destination, Destination::parse(name));
    return endpointsFor(world, subscriber.mode, destination);
}

rules::GatewayExports exports(const rules::ObjectSet& objects) {
    rules::GatewayExports exports;
    for (const resource::Object* object : objects.of("Service")) {
        const auto* service = object->as<resource::Service>();
        const auto* exported = resource::label(object->metadata, "mirror.linkerd.io/exported");
        if (!exported || *exported != "true")
            continue;
        rules::Export entry{
            .service = rules::fullName(objects, *object), .ports = {}, .clusters = {}};
        for (const resource::ServicePort& port : service->ports)
            entry.ports.push_back(port.port);
        exports.exports.push_back(std::move(entry));
    }
    std::ranges::sort(exports.exports, {}, &rules::Export::service);
    return exports;
}

Result<rules::Resource> build(const World& world, const ProxyInstance& subscriber,
                              const ResourceName& name) {
    const auto& objects = world.objects->set();
    switch (name.kind) {
    case ResourceName::Kind::ProxySettings:
        return settings(objects, subscriber);
    case ResourceName::Kind::TrustBundle:
        return world.trust;
    case ResourceName::Kind::InboundServer:
        return inboundServer(objects, subscriber, name.name);
    case ResourceName::Kind::OutboundRoutes:
        return rules::outboundRoutes(objects, subscriber.namespace_, name.name);
    case ResourceName::Kind::Endpoints:
        return endpoints(world, subscriber, name.name);
    case ResourceName::Kind::GatewayExports:
        if (subscriber.mode != ProxyMode::Gateway)
            return fail(ErrorKind::NotFound, "exports are for gateways");
        return exports(objects);
    }
    return fail(ErrorKind::InvalidInput, "an unknown kind of resource");
}

} // namespace

namespace {

std::string versionFrom(std::string_view checksum) {
    return hexOf(bytesOf(checksum.substr(0, 16)));
}

} // namespace

std::string versionOf(const rules::Resource& resource) {
    return versionFrom(convert::checksum(resource));
}

namespace {

Compiled compileAnew(const World& world, const ProxyInstance& subscriber,
                     const ResourceName& name) {
    auto built = build(world, subscriber, name);
    if (!built)
        return {.version = "absent",
                .checksum = {},
                .content = rules::Absent{.reason = built.error().describe()}};
    std::string checksum = convert::checksum(*built);
    return {.version = versionFrom(checksum),
            .checksum = std::move(checksum),
            .content = std::move(*built)};
}

// What of the subscriber decides besides the name; nothing: it is the subscriber's alone.
std::optional<std::string> sharedBy(const ProxyInstance& subscriber, ResourceName::Kind kind) {
    switch (kind) {
    case ResourceName::Kind::TrustBundle:
        return "trust";
    case ResourceName::Kind::OutboundRoutes:
        return "routes of " + subscriber.namespace_;
    case ResourceName::Kind::Endpoints:
        return subscriber.mode == ProxyMode::Gateway ? "gateway" : "sidecar";
    case ResourceName::Kind::GatewayExports:
        return subscriber.mode == ProxyMode::Gateway ? "exports" : "no exports";
    case ResourceName::Kind::ProxySettings:
    case ResourceName::Kind::InboundServer:
        break;
    }
    return std::nullopt;
}

} // namespace

SharedCompiled compile(const World& world, const ProxyInstance& subscriber,
                       const ResourceName& name) {
    const auto sharers = sharedBy(subscriber, name.kind);
    const auto make = [&] { return compileAnew(world, subscriber, name); };
    if (!sharers)
        return std::make_shared<const Compiled>(make());
    auto& cache = name.kind == ResourceName::Kind::Endpoints ? *world.endpoints : *world.settled;
    return cache.get(*sharers + "/" + name.name, make);
}

} // namespace causeway::control
