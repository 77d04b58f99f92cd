// SPDX-License-Identifier: Apache-2.0
#include "resource/parse.h"

#include "resource/kinds.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::resource {
namespace {

constexpr std::string_view kName = "text of lower-case letters, digits, '-' and '.'";

bool isName(std::string_view text) {
    return text.size() <= 253
           && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos;
}

std::string textField(const Node& root, std::string_view name) {
    const auto* value = root.find(name);
    return value && value->kind == Node::Kind::Scalar ? value->scalar : std::string();
}

const KindInfo* kindOf(const TypeName& type) {
    for (const auto& info : kinds())
        if (info.kind == type.kind
            && std::find(info.apiVersions.begin(), info.apiVersions.end(), type.apiVersion)
                   != info.apiVersions.end())
            return &info;
    return nullptr;
}

// For the error: which versions there are of the kind, else which kinds there are.
std::string expectedTypes(std::string_view kind) {
    std::string versions;
    std::string names;
    for (const auto& info : kinds()) {
        names += (names.empty() ? "" : ", ") + std::string(info.kind);
        if (info.kind == kind)
            versions = fmt::format("{}", fmt::join(info.apiVersions, " or "));
    }
    return versions.empty() ? "one of the kinds " + names : versions;
}

std::string readNamespace(FieldReader& metadata, bool namespaced) {
    auto name = metadata.textOr("namespace", "");
    if (!isName(name))
        metadata.expected("namespace", kName);
    if (!namespaced && !name.empty())
        metadata.expected("namespace", "none: this kind belongs to no namespace");
    return namespaced && name.empty() ? "default" : name;
}

} // namespace

TypeName typeOf(const Document& document) {
    return {textField(document.root, "apiVersion"), textField(document.root, "kind")};
}

bool isForeign(const TypeName& type) {
    using Names = std::set<std::string_view>;
    static const Names kCore{"ConfigMap", "Endpoints", "Event", "LimitRange", "Namespace", "Node",
                             "PersistentVolume", "PersistentVolumeClaim", "Pod", "PodTemplate",
                             "ReplicationController", "ResourceQuota", "Secret", "ServiceAccount"};
    static const Names kGatewayApi{"BackendLBPolicy", "BackendTLSPolicy", "Gateway",
                                   "GatewayClass", "ListenerSet", "ReferenceGrant", "UDPRoute",
                                   "XBackendTrafficPolicy", "XListenerSet"};
    if (type.apiVersion.empty() || type.kind.empty())
        return false;
    if (type.apiVersion == "v1")
        return kCore.contains(type.kind);
    const auto group = std::string_view(type.apiVersion).substr(0, type.apiVersion.find('/'));
    if (group == "gateway.networking.k8s.io" || group == "gateway.networking.x-k8s.io")
        return kGatewayApi.contains(type.kind);
    return std::ranges::none_of(kinds(), [&](const KindInfo& info) {
        return info.apiVersions.front().starts_with(std::string(group) + "/");
    });
}

Metadata readMetadata(FieldReader& document, bool namespaced) {
    document.ignore({"apiVersion", "kind"});
    auto reader = document.object("metadata");
    // What Kubernetes adds when an object is read back.
    reader.ignore({"uid", "resourceVersion", "generation", "managedFields", "ownerReferences",
                   "finalizers", "selfLink"});
    Metadata metadata;
    metadata.name = reader.text("name");
    if (!isName(metadata.name))
        reader.expected("name", kName);
    metadata.namespace_ = readNamespace(reader, namespaced);
    metadata.labels = reader.textMap("labels");
    metadata.annotations = reader.textMap("annotations");
    metadata.creationTimestamp = reader.textOr("creationTimestamp", "");
    const auto& timestamp = metadata.creationTimestamp;
    if (!timestamp.empty() && (timestamp.size() < 20 || !timestamp.ends_with('Z')))
        reader.expected("creationTimestamp", "a time in UTC such as 2026-01-31T12:00:00Z");
    return metadata;
}

namespace {

Object readObject(const Node& node, const KindInfo& info, const std::string& source,
                  Problems& problems) {
    FieldReader reader(node, "", problems);
    reader.ignore({"status"}); // told by the system, not declared
    Object object;
    object.apiVersion = textField(node, "apiVersion");
    object.metadata = readMetadata(reader, info.namespaced);
    object.spec = info.read(reader);
    object.origin = {source, node.range};
    return object;
}

// Only what the spec says may be beyond us.
bool isAdmissible(const Object& object, const Node& node, const std::vector<Problem>& problems) {
    const auto* spec = node.find("spec");
    return object.group() == "gateway.networking.k8s.io" && spec
           && spec->kind == Node::Kind::Mapping
           && std::ranges::all_of(problems, [](const Problem& problem) {
                  return problem.field.starts_with("spec");
              });
}

} // namespace

std::optional<Object> parseObject(const Node& node, const std::string& source, Problems& problems,
                                  Unread unread) {
    if (node.kind != Node::Kind::Mapping) {
        problems.add(node.range, "", fmt::format("found {}; expected an object", node.describe()));
        return std::nullopt;
    }
    const TypeName type{textField(node, "apiVersion"), textField(node, "kind")};
    const auto* info = kindOf(type);
    if (!info) {
        const auto* value = node.find("apiVersion");
        problems.add(value ? value->range : node.range, "apiVersion",
                     fmt::format("found {} of kind {}; expected {}",
                                 type.apiVersion.empty() ? "nothing" : type.apiVersion,
                                 type.kind.empty() ? "nothing" : type.kind,
                                 expectedTypes(type.kind)));
        return std::nullopt;
    }
    Problems found(source);
    auto object = readObject(node, *info, source, found);
    if (!found.empty() && unread == Unread::Admitted && isAdmissible(object, node, found.list())) {
        object.spec = UnreadRoute{type.kind, serializeYaml(*node.find("spec")), found.list()};
        return object;
    }
    for (const auto& problem : found.list())
        problems.add(problem.range, problem.field, problem.message);
    return object;
}

void parseInto(std::vector<Object>& objects, const Document& document, Problems& problems) {
    const auto type = typeOf(document);
    if (type.apiVersion != "v1" || type.kind != "List") {
        if (auto object = parseObject(document.root, document.source, problems, Unread::Admitted))
            objects.push_back(std::move(*object));
        return;
    }
    FieldReader list(document.root, "", problems);
    list.ignore({"apiVersion", "kind", "metadata"});
    if (const auto* items = list.node("items"))
        for (const auto& item : items->items)
            if (auto object = parseObject(item, document.source, problems, Unread::Admitted))
                objects.push_back(std::move(*object));
}

namespace {

void tellDouble(const Object& object, const Object& other, Problems& problems) {
    const bool isHere = other.origin.source == object.origin.source;
    problems.add(object.origin.range, "metadata.name",
                 fmt::format("found {} twice; expected it once (the other is in {}line {})",
                             object.describe(), isHere ? "" : other.origin.source + ", ",
                             other.origin.range.start.line));
}

void refuseDoubles(const std::vector<Object>& objects, Problems& problems) {
    std::map<ObjectRef, const Object*> seen;
    for (const auto& object : objects) {
        const auto [place, isNew] = seen.emplace(object.ref(), &object);
        if (!isNew)
            tellDouble(object, *place->second, problems);
    }
}

} // namespace

Status checkUnique(const std::vector<Object>& objects) {
    std::map<ObjectRef, const Object*> seen;
    for (const auto& object : objects) {
        const auto [place, isNew] = seen.emplace(object.ref(), &object);
        if (isNew)
            continue;
        Problems problems(object.origin.source);
        tellDouble(object, *place->second, problems);
        return problems.status();
    }
    return {};
}

Result<std::vector<Object>> parseObjects(std::string_view text, std::string source) {
    Problems problems(source);
    CAUSEWAY_TRY(const auto documents, parseYaml(text, std::move(source)));
    std::vector<Object> objects;
    for (const auto& document : documents)
        parseInto(objects, document, problems);
    refuseDoubles(objects, problems);
    CAUSEWAY_CHECK(problems.status());
    return objects;
}

} // namespace causeway::resource
