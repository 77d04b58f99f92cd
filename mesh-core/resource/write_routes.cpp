// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "resource/kinds.h"

namespace causeway::resource {

Node write(const ParentRef& parent) {
    Node node = write(parent.object);
    // An empty group is the core group, not the default: it has to be written.
    if (parent.object.group.empty())
        node.add("group", Node::text(""));
    addText(node, "sectionName", parent.sectionName);
    if (parent.port != 0)
        node.add("port", number(parent.port));
    return node;
}

Node write(const BackendRef& backend) {
    Node node = write(backend.object);
    if (backend.port != 0)
        node.add("port", number(backend.port));
    if (backend.weight != 1)
        node.add("weight", number(backend.weight));
    return node;
}

Node write(const NamedValueMatch& match) {
    Node node = mapping();
    if (match.type == ValueType::RegularExpression)
        node.add("type", Node::text("RegularExpression"));
    node.add("name", Node::text(match.name));
    node.add("value", Node::text(match.value));
    return node;
}

Node write(const HttpPathMatch& path) {
    constexpr const char* kTypes[] = {"PathPrefix", "Exact", "RegularExpression"};
    Node node = mapping();
    node.add("type", Node::text(kTypes[static_cast<std::size_t>(path.type)]));
    node.add("value", Node::text(path.value));
    return node;
}

Node write(const HttpMatch& match) {
    Node node = mapping();
    if (match.path)
        node.add("path", write(*match.path));
    addText(node, "method", match.method);
    addList(node, "headers", match.headers);
    addList(node, "queryParams", match.queryParams);
    return node;
}

Node write(const HttpRule& rule) {
    Node node = mapping();
    addText(node, "name", rule.name);
    addList(node, "matches", rule.matches);
    addFilters(node, rule.filters);
    addList(node, "backendRefs", rule.backendRefs);
    Node timeouts = mapping();
    if (rule.timeouts.request)
        timeouts.add("request", Node::text(serializeDuration(*rule.timeouts.request)));
    if (rule.timeouts.backendRequest)
        timeouts.add("backendRequest",
                     Node::text(serializeDuration(*rule.timeouts.backendRequest)));
    if (!timeouts.fields.empty())
        node.add("timeouts", std::move(timeouts));
    return node;
}

Node write(const GrpcMatch& match) {
    Node method = mapping();
    addText(method, "service", match.service);
    addText(method, "method", match.method);
    Node node = mapping();
    if (!method.fields.empty())
        node.add("method", std::move(method));
    addList(node, "headers", match.headers);
    return node;
}

Node write(const GrpcRule& rule) {
    Node node = mapping();
    addText(node, "name", rule.name);
    addList(node, "matches", rule.matches);
    addFilters(node, rule.filters);
    addList(node, "backendRefs", rule.backendRefs);
    return node;
}

Node write(const ConnectionRule& rule) {
    Node node = mapping();
    addText(node, "name", rule.name);
    addList(node, "backendRefs", rule.backendRefs);
    return node;
}

namespace {

template <typename Route> Node writeRoute(const Route& route) {
    Node node = mapping();
    addList(node, "parentRefs", route.parentRefs);
    addList(node, "hostnames", route.hostnames);
    addList(node, "rules", route.rules);
    return node;
}

} // namespace

Node write(const HttpRoute& spec) {
    return writeRoute(spec);
}
Node write(const GrpcRoute& spec) {
    return writeRoute(spec);
}
Node write(const TlsRoute& spec) {
    return writeRoute(spec);
}

Node write(const TcpRoute& spec) {
    Node node = mapping();
    addList(node, "parentRefs", spec.parentRefs);
    addList(node, "rules", spec.rules);
    return node;
}

Node write(const UnreadRoute& spec) {
    auto documents = parseYaml(spec.spec, spec.kind);
    CAUSEWAY_ASSERT(documents && documents->size() == 1); // it was written from a document
    return std::move(documents->front().root);
}

} // namespace causeway::resource
