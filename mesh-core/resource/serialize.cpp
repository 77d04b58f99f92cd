// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"
#include "resource/parse.h"

namespace causeway::resource {
namespace {

Node writeMetadata(const Metadata& metadata) {
    Node node = mapping();
    node.add("name", Node::text(metadata.name));
    addText(node, "namespace", metadata.namespace_);
    addText(node, "creationTimestamp", metadata.creationTimestamp);
    addMap(node, "labels", metadata.labels);
    addMap(node, "annotations", metadata.annotations);
    return node;
}

} // namespace

Node mapping() {
    Node node;
    node.kind = Node::Kind::Mapping;
    return node;
}

Node number(std::uint64_t value) {
    return Node::plain(std::to_string(value));
}

Node flag(bool value) {
    return Node::plain(value ? "true" : "false");
}

void addText(Node& node, std::string name, const std::string& value) {
    if (!value.empty())
        node.add(std::move(name), Node::text(value));
}

Node write(const std::map<std::string, std::string>& map) {
    Node node = mapping();
    for (const auto& [name, value] : map)
        node.add(name, Node::text(value));
    return node;
}

Node write(const std::string& text) {
    return Node::text(text);
}

void addMap(Node& node, std::string name, const std::map<std::string, std::string>& map) {
    if (!map.empty())
        node.add(std::move(name), write(map));
}

Node toNode(const Object& object) {
    Node root = mapping();
    root.add("apiVersion", Node::text(object.apiVersion));
    root.add("kind", Node::text(std::string(object.kind())));
    root.add("metadata", writeMetadata(object.metadata));
    root.add("spec", std::visit([](const auto& spec) { return write(spec); }, object.spec));
    return root;
}

std::string serialize(const Object& object) {
    return serializeYaml(toNode(object));
}

std::string serialize(const std::vector<Object>& objects) {
    std::string text;
    for (const auto& object : objects)
        text += (text.empty() ? "" : "---\n") + serialize(object);
    return text;
}

} // namespace causeway::resource
