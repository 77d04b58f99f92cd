// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

namespace causeway::resource {
namespace {

constexpr Bounds kWeight{0, 1'000'000};

ParentRef readParent(FieldReader& reader) {
    ParentRef parent;
    parent.object.group = reader.textOr("group", "gateway.networking.k8s.io");
    parent.object.kind = reader.textOr("kind", "Gateway");
    parent.object.name = reader.text("name");
    parent.object.namespace_ = reader.textOr("namespace", "");
    parent.sectionName = reader.textOr("sectionName", "");
    parent.port = reader.numberOr<std::uint16_t>("port", kPort, 0);
    if (parent.object.kind != "Server" && parent.object.kind != "Service")
        reader.expected("kind", "Server or Service: a mesh has no other parents");
    return parent;
}

BackendRef readBackend(FieldReader& reader) {
    BackendRef backend;
    backend.object.group = reader.textOr("group", "");
    backend.object.kind = reader.textOr("kind", "Service");
    backend.object.name = reader.text("name");
    backend.object.namespace_ = reader.textOr("namespace", "");
    backend.port = reader.number<std::uint16_t>("port", kPort);
    backend.weight = reader.numberOr<std::uint32_t>("weight", kWeight, 1);
    if (backend.object.kind != "Service")
        reader.expected("kind", "Service");
    return backend;
}

NamedValueMatch readValue(FieldReader& reader) {
    NamedValueMatch match;
    match.type = reader.oneOf<ValueType>("type", {{"Exact", ValueType::Exact},
                                                  {"RegularExpression", ValueType::RegularExpression}});
    match.name = reader.text("name");
    match.value = reader.textOr("value", "");
    return match;
}

std::vector<NamedValueMatch> readValues(FieldReader& reader, std::string_view name) {
    std::vector<NamedValueMatch> values;
    for (auto& value : reader.objects(name))
        values.push_back(readValue(value));
    return values;
}

HttpPathMatch readPath(FieldReader reader) {
    HttpPathMatch path;
    path.type = reader.oneOf<PathType>("type",
                                       {{"PathPrefix", PathType::PathPrefix},
                                        {"Exact", PathType::Exact},
                                        {"RegularExpression", PathType::RegularExpression}});
    path.value = reader.textOr("value", "/");
    if (path.type != PathType::RegularExpression && !path.value.starts_with('/'))
        reader.expected("value", "a path that begins with /");
    return path;
}

HttpMatch readHttpMatch(FieldReader& reader) {
    HttpMatch match;
    if (auto path = reader.objectOr("path"))
        match.path = readPath(std::move(*path));
    match.method = reader.textOr("method", "");
    match.headers = readValues(reader, "headers");
    match.queryParams = readValues(reader, "queryParams");
    return match;
}

HttpRule readHttpRule(FieldReader& reader) {
    HttpRule rule;
    rule.name = reader.textOr("name", "");
    for (auto& match : reader.objects("matches"))
        rule.matches.push_back(readHttpMatch(match));
    for (auto& backend : reader.objects("backendRefs"))
        rule.backendRefs.push_back(readBackend(backend));
    if (auto timeouts = reader.objectOr("timeouts")) {
        rule.timeouts.request = timeouts->duration("request");
        rule.timeouts.backendRequest = timeouts->duration("backendRequest");
        const auto& [request, backend] = rule.timeouts;
        if (request && backend && *request > Duration{} && *backend > *request)
            timeouts->expected("backendRequest", "at most timeouts.request");
    }
    return rule;
}

// A method match of type Exact; Linkerd supports no other.
GrpcMatch readGrpcMatch(FieldReader& reader) {
    GrpcMatch match;
    if (auto method = reader.objectOr("method")) {
        method->only("type", "Exact");
        match.service = method->textOr("service", "");
        match.method = method->textOr("method", "");
        if (match.service.empty() && match.method.empty())
            method->problem("", "found neither service nor method; expected at least one");
    }
    match.headers = readValues(reader, "headers");
    return match;
}

GrpcRule readGrpcRule(FieldReader& reader) {
    GrpcRule rule;
    rule.name = reader.textOr("name", "");
    for (auto& match : reader.objects("matches"))
        rule.matches.push_back(readGrpcMatch(match));
    for (auto& backend : reader.objects("backendRefs"))
        rule.backendRefs.push_back(readBackend(backend));
    return rule;
}

template <typename Route> void readCommon(FieldReader& spec, Route& route) {
    for (auto& parent : spec.objects("parentRefs"))
        route.parentRefs.push_back(readParent(parent));
    route.hostnames = spec.texts("hostnames");
}

} // namespace

Spec readHttpRoute(FieldReader& root) {
    auto spec = root.object("spec");
    HttpRoute route;
    readCommon(spec, route);
    for (auto& rule : spec.objects("rules"))
        route.rules.push_back(readHttpRule(rule));
    return route;
}

Spec readGrpcRoute(FieldReader& root) {
    auto spec = root.object("spec");
    GrpcRoute route;
    readCommon(spec, route);
    for (auto& rule : spec.objects("rules"))
        route.rules.push_back(readGrpcRule(rule));
    return route;
}

} // namespace causeway::resource
