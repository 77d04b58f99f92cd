// SPDX-License-Identifier: Apache-2.0
#include "rules/compile.h"

#include <algorithm>

namespace causeway::rules {

ObjectSet::ObjectSet(std::span<const resource::Object> objects) {
    m_cluster.clusterDomain = "cluster.local";
    m_objects.reserve(objects.size());
    for (const auto& object : objects)
        m_objects.push_back(&object);
    std::sort(m_objects.begin(), m_objects.end(),
              [](const auto* a, const auto* b) { return resource::precedes(*a, *b); });
    for (const auto* object : m_objects) {
        if (const auto* cluster = object->as<resource::Cluster>()) {
            m_cluster = *cluster;
            m_clusterName = object->metadata.name;
            break;
        }
    }
}

const resource::Object* ObjectSet::find(std::string_view kind, std::string_view namespace_,
                                        std::string_view name) const {
    for (const auto* object : m_objects)
        if (object->kind() == kind && object->metadata.namespace_ == namespace_
            && object->metadata.name == name)
            return object;
    return nullptr;
}

} // namespace causeway::rules
