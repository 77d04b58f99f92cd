// SPDX-License-Identifier: Apache-2.0
#include "rules/compile.h"

#include <algorithm>

namespace causeway::rules {
namespace {

std::string key(std::initializer_list<std::string_view> parts) {
    std::string joined;
    for (const auto part : parts)
        joined.append(part).append("/");
    return joined;
}

const ObjectSet::Objects& in(const std::unordered_map<std::string, ObjectSet::Objects>& index,
                             std::initializer_list<std::string_view> parts) {
    static const ObjectSet::Objects kNone;
    const auto found = index.find(key(parts));
    return found == index.end() ? kNone : found->second;
}

} // namespace

ObjectSet::ObjectSet(std::span<const resource::Object> objects) {
    m_cluster.clusterDomain = "cluster.local";
    m_objects.reserve(objects.size());
    for (const auto& object : objects)
        m_objects.push_back(&object);
    std::sort(m_objects.begin(), m_objects.end(),
              [](const auto* a, const auto* b) { return resource::precedes(*a, *b); });
    for (const auto* object : m_objects)
        index(*object);
    for (const auto* object : m_objects) {
        if (const auto* cluster = object->as<resource::Cluster>()) {
            m_cluster = *cluster;
            m_clusterName = object->metadata.name;
            break;
        }
    }
}

void ObjectSet::index(const resource::Object& object) {
    const auto& metadata = object.metadata;
    m_byKind[key({object.kind()})].push_back(&object);
    m_byKind[key({object.kind(), metadata.namespace_})].push_back(&object);
    m_byName[key({object.kind(), metadata.namespace_, metadata.name})].push_back(&object);
    if (const auto* policy = object.as<resource::AuthorizationPolicy>())
        m_policies[key({policy->target.kind, metadata.namespace_, policy->target.name})].push_back(
            &object);
    const auto indexRoute = [&](const std::vector<resource::ParentRef>& parents) {
        for (const auto& parent : parents) {
            auto& routes = m_routes[key({parent.object.kind, parent.object.name})];
            if (routes.empty() || routes.back() != &object)
                routes.push_back(&object);
        }
    };
    if (const auto* route = object.as<resource::HttpRoute>())
        indexRoute(route->parentRefs);
    else if (const auto* route = object.as<resource::GrpcRoute>())
        indexRoute(route->parentRefs);
}

const resource::Object* ObjectSet::find(std::string_view kind, std::string_view namespace_,
                                        std::string_view name) const {
    const auto& found = in(m_byName, {kind, namespace_, name});
    return found.empty() ? nullptr : found.front();
}

const ObjectSet::Objects& ObjectSet::of(std::string_view kind) const {
    return in(m_byKind, {kind});
}

const ObjectSet::Objects& ObjectSet::of(std::string_view kind, std::string_view namespace_) const {
    return in(m_byKind, {kind, namespace_});
}

const ObjectSet::Objects& ObjectSet::policiesFor(std::string_view namespace_, std::string_view kind,
                                                 std::string_view name) const {
    return in(m_policies, {kind, namespace_, name});
}

const ObjectSet::Objects& ObjectSet::routesFor(std::string_view parentKind,
                                               std::string_view parentName) const {
    return in(m_routes, {parentKind, parentName});
}

} // namespace causeway::rules
