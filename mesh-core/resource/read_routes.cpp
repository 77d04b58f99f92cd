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
    if (parent.object.kind == "EgressNetwork" && parent.port == 0)
        reader.expected("port", "a port: an EgressNetwork has many");
    return parent;
}

BackendRef readBackend(FieldReader& reader) {
    BackendRef backend;
    backend.object.group = reader.textOr("group", "");
    backend.object.kind = reader.textOr("kind", "Service");
    backend.object.name = reader.text("name");
    backend.object.namespace_ = reader.textOr("namespace", "");
    backend.port = backend.object.kind == "EgressNetwork"
                       ? reader.numberOr<std::uint16_t>("port", kPort, 0)
                       : reader.number<std::uint16_t>("port", kPort);
    backend.weight = reader.numberOr<std::uint32_t>("weight", kWeight, 1);
    if (backend.object.kind != "Service" && backend.object.kind != "EgressNetwork")
        reader.expected("kind", "Service or EgressNetwork");
    return backend;
}

NamedValueMatch readValue(FieldReader& reader) {
    NamedValueMatch match;
    match.type = reader.oneOf<ValueType>(
        "type", {{"Exact", ValueType::Exact}, {"RegularExpression", ValueType::RegularExpression}});
    match.name = reader.text("name");
    match.value = reader.textOr("value", "");
    if (match.type == ValueType::RegularExpression)
        checkPattern(reader, "value", match.value);
    if (!match.name.empty() && !isToken(match.name))
        reader.expected("name", "a name of letters, digits, '-' and '_'");
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
    path.type =
        reader.oneOf<PathType>("type", {{"PathPrefix", PathType::PathPrefix},
                                        {"Exact", PathType::Exact},
                                        {"RegularExpression", PathType::RegularExpression}});
    path.value = reader.textOr("value", "/");
    if (path.type != PathType::RegularExpression && !path.value.starts_with('/'))
        reader.expected("value", "a path that begins with /");
    if (path.type == PathType::RegularExpression)
        checkPattern(reader, "value", path.value);
    return path;
}

HttpMatch readHttpMatch(FieldReader& reader) {
    HttpMatch match;
    if (auto path = reader.objectOr("path"))
        match.path = readPath(std::move(*path));
    match.method = reader.textOr("method", "");
    if (!match.method.empty() && !isToken(match.method))
        reader.expected("method", "an HTTP method such as GET");
    match.headers = readValues(reader, "headers");
    match.queryParams = readValues(reader, "queryParams");
    return match;
}

HttpRule readHttpRule(FieldReader& reader) {
    HttpRule rule;
    rule.name = reader.textOr("name", "");
    for (auto& match : reader.objects("matches"))
        rule.matches.push_back(readHttpMatch(match));
    rule.filters = readFilters(reader, false);
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
    rule.filters = readFilters(reader, true);
    for (auto& backend : reader.objects("backendRefs"))
        rule.backendRefs.push_back(readBackend(backend));
    return rule;
}

std::vector<ParentRef> readParents(FieldReader& root, FieldReader& spec) {
    std::vector<ParentRef> parents;
    bool isOutbound = false;
    for (auto& reader : spec.objects("parentRefs")) {
        parents.push_back(readParent(reader));
        const auto& kind = parents.back().object.kind;
        isOutbound = isOutbound || kind == "Service" || kind == "EgressNetwork";
    }
    if (isOutbound)
        checkTraffic(root);
    return parents;
}

std::vector<ConnectionRule> readConnectionRules(FieldReader& spec) {
    std::vector<ConnectionRule> rules;
    for (auto& reader : spec.objects("rules")) {
        ConnectionRule rule;
        rule.name = reader.textOr("name", "");
        for (auto& backend : reader.objects("backendRefs"))
            rule.backendRefs.push_back(readBackend(backend));
        rules.push_back(std::move(rule));
    }
    if (rules.size() != 1)
        spec.problem("rules",
                     "found " + std::to_string(rules.size()) + "; expected exactly one rule");
    return rules;
}

} // namespace

Spec readHttpRoute(FieldReader& root) {
    auto spec = root.object("spec");
    HttpRoute route;
    route.parentRefs = readParents(root, spec);
    route.hostnames = spec.texts("hostnames");
    for (auto& rule : spec.objects("rules"))
        route.rules.push_back(readHttpRule(rule));
    return route;
}

Spec readGrpcRoute(FieldReader& root) {
    auto spec = root.object("spec");
    GrpcRoute route;
    route.parentRefs = readParents(root, spec);
    route.hostnames = spec.texts("hostnames");
    for (auto& rule : spec.objects("rules"))
        route.rules.push_back(readGrpcRule(rule));
    return route;
}

Spec readTlsRoute(FieldReader& root) {
    auto spec = root.object("spec");
    return TlsRoute{readParents(root, spec), spec.texts("hostnames"), readConnectionRules(spec)};
}

Spec readTcpRoute(FieldReader& root) {
    auto spec = root.object("spec");
    return TcpRoute{readParents(root, spec), readConnectionRules(spec)};
}

} // namespace causeway::resource
