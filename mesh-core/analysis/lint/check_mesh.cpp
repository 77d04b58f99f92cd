// SPDX-License-Identifier: Apache-2.0
// Services, workloads, links and mirrors: what a rule stands on.
#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace causeway::analysis {
namespace {

using resource::ExternalWorkload;
using resource::Object;
using resource::Service;

constexpr const char* kDefaultPolicy = "config.linkerd.io/default-inbound-policy";
constexpr const char* kMirrorCluster = "mirror.linkerd.io/cluster-name";
constexpr const char* kRemoteName = "mirror.linkerd.io/remote-svc-fq-name";
constexpr const char* kExported = "mirror.linkerd.io/exported";

void checkService(Context& context, const Object& object, const Service& service) {
    if (rules::isMirror(object))
        return;
    std::vector<const Object*> chosen;
    for (const auto* workload : context.workloads(object.metadata.namespace_))
        if (rules::selects(object, *workload))
            chosen.push_back(workload);
    if (chosen.empty())
        return;
    for (std::size_t i = 0; i < service.ports.size(); ++i) {
        const auto& target = service.ports[i].targetPort;
        const bool isServed = std::ranges::any_of(chosen, [&](const auto* workload) {
            const auto& ports = workload->template as<ExternalWorkload>()->ports;
            return ports.empty() || std::ranges::any_of(ports, [&](const auto& port) {
                       return target.number != 0 ? port.port == target.number
                                                 : port.name == target.name;
                   });
        });
        if (!isServed)
            context
                .report(
                    "MC0701", object, fmt::format("spec.ports[{}]", i),
                    fmt::format("no workload declares the target port {}",
                                target.number != 0 ? std::to_string(target.number) : target.name))
                .evidence = "it selects " + chosen.front()->metadata.name;
    }
}

void checkWorkload(Context& context, const Object& object, const ExternalWorkload& workload) {
    if (workload.workloadIps.empty())
        context.report("MC1201", object, "spec.workloadIPs", "nobody can reach it: it has no address")
            .evidence = "workloadIPs is empty";
    const auto* annotated = resource::annotation(object.metadata, kDefaultPolicy);
    if (annotated && !policy::parseDefaultPolicy(*annotated))
        context
            .report(
                "MC0204", object, fmt::format("metadata.annotations.{}", kDefaultPolicy),
                fmt::format("\"{}\" is no default policy: the cluster's holds instead", *annotated))
            .evidence = kDefaultPolicy;
}

void checkLinkTargets(Context& context) {
    std::map<std::string, const Object*> targets;
    context.each<resource::Link>([&](const Object& object, const resource::Link& link) {
        const auto [place, isNew] = targets.emplace(link.targetClusterName, &object);
        if (!isNew)
            context
                .report("MC0301", object, "spec.targetClusterName",
                        fmt::format("{} leads to {} already", place->second->describe(),
                                    link.targetClusterName))
                .evidence = whereOf(*place->second);
    });
    if (targets.empty())
        return;
    std::vector<std::string> names;
    for (const auto& [name, link] : targets)
        names.push_back(name);
    context.each<Service>([&](const Object& object, const Service&) {
        const auto* cluster = resource::label(object.metadata, kMirrorCluster);
        if (rules::isMirror(object) && cluster && !targets.contains(*cluster))
            context
                .report("MC2011", object, fmt::format("metadata.labels.{}", kMirrorCluster),
                        fmt::format("it mirrors a service of {}, and no Link leads there",
                                    *cluster))
                .evidence = fmt::format("links lead to {}", fmt::join(names, ", "));
    });
}

void checkMirrors(Context& context) {
    std::map<std::string, const Object*> seen;
    context.each<Service>([&](const Object& object, const Service&) {
        const auto* remote = resource::annotation(object.metadata, kRemoteName);
        if (!rules::isMirror(object) || !remote)
            return;
        const auto [place, isNew] =
            seen.emplace(object.metadata.namespace_ + "/" + *remote, &object);
        if (!isNew)
            context
                .report("MC1211", object, fmt::format("metadata.annotations.{}", kRemoteName),
                        fmt::format("{} mirrors {} already", place->second->describe(), *remote))
                .evidence = whereOf(*place->second);
    });
}

// The service that a mirror stands for, where its cluster is known.
void checkOrigin(Context& context, const Object& mirror) {
    const auto* cluster = resource::label(mirror.metadata, kMirrorCluster);
    const auto* remote = resource::annotation(mirror.metadata, kRemoteName);
    const auto* facts = cluster ? context.facts().cluster(*cluster) : nullptr;
    if (!rules::isMirror(mirror) || !remote || !facts || !facts->objects)
        return;
    const auto origin = std::ranges::find_if(*facts->objects, [&](const Object& object) {
        return object.as<Service>() && !rules::isMirror(object)
               && remote->starts_with(
                   fmt::format("{}.{}.svc.", object.metadata.name, object.metadata.namespace_));
    });
    const bool isThere = origin != facts->objects->end();
    const auto* mark = isThere ? resource::label(origin->metadata, kExported) : nullptr;
    if (!isThere || !mark || *mark != "true") {
        context
            .report("MC2011", mirror, fmt::format("metadata.annotations.{}", kRemoteName),
                    isThere ? fmt::format("{} does not export the service that it mirrors", *cluster)
                            : fmt::format("{} has no such service any more", *cluster))
            .evidence = fmt::format("looked among {} objects of {}", facts->objects->size(), *cluster);
        return;
    }
    for (const auto& theirs : origin->as<Service>()->ports)
        for (const auto& ours : mirror.as<Service>()->ports)
            if (ours.port == theirs.port && !ours.appProtocol.empty()
                && !theirs.appProtocol.empty() && ours.appProtocol != theirs.appProtocol)
                context
                    .report("MC1211", mirror, "spec.ports",
                            fmt::format("port {} is {} here and {} in {}", ours.port,
                                        ours.appProtocol, theirs.appProtocol, *cluster))
                    .evidence = *remote;
}

// Callers from other clusters come through the gateway, but policies by network were written with
// this cluster's addresses in mind.
void checkExports(Context& context) {
    for (const auto& [name, ports] : context.judge().ports())
        for (const auto& port : ports) {
            const auto& rules = policy::rulesOf(*port.policy);
            const auto& policy = rules.server.name;
            if (port.server || !policy.starts_with("cluster-"))
                continue;
            const Object* exported = nullptr;
            context.each<Service>([&](const Object& service, const auto&) {
                const auto* mark = resource::label(service.metadata, kExported);
                if (mark && *mark == "true"
                    && rules::fullName(context.set(), service) == name.service)
                    exported = &service;
            });
            if (exported) {
                context
                    .report("MC2006", *exported, fmt::format("metadata.labels.{}", kExported),
                            fmt::format("it is exported, and the default policy {} is about this "
                                        "cluster's networks",
                                        policy))
                    .evidence = "port " + std::to_string(port.port) + " has no Server";
                break;
            }
        }
}

} // namespace

void checkMesh(Context& context) {
    context.each<Service>([&](const Object& object, const Service& service) {
        checkService(context, object, service);
    });
    context.each<ExternalWorkload>([&](const Object& object, const ExternalWorkload& workload) {
        checkWorkload(context, object, workload);
    });
    checkLinkTargets(context);
    checkMirrors(context);
    context.each<Service>([&](const Object& object, const Service&) { checkOrigin(context, object); });
    checkExports(context);
}

} // namespace causeway::analysis
