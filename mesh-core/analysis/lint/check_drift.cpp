// SPDX-License-Identifier: Apache-2.0
// Objects that should be the same and are not: in the clusters that an annotation names, and in the
// fleet where the objects at hand are what should be in force.
//     causeway.dev/same-in: "azure, gcp"
#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

using resource::Object;

constexpr const char* kSameIn = "causeway.dev/same-in";

const Object* findIn(const std::vector<Object>& objects, const Object& object) {
    const auto found = std::ranges::find_if(
        objects, [&](const auto& other) { return other.ref() == object.ref(); });
    return found == objects.end() ? nullptr : &*found;
}

// The first part in which the two differ; empty: they mean the same.
std::string difference(const Object& a, const Object& b) {
    const auto meaning = [](const Object& object) {
        auto annotations = object.metadata.annotations;
        std::erase_if(annotations, [](const auto& entry) {
            return entry.first.starts_with("causeway.dev/lint-ignore")
                   || entry.first.starts_with("kubectl.kubernetes.io/");
        });
        return annotations;
    };
    if (a.spec != b.spec)
        return "spec";
    if (a.metadata.labels != b.metadata.labels)
        return "metadata.labels";
    return meaning(a) == meaning(b) ? "" : "metadata.annotations";
}

void checkSame(Context& context, const Object& object, std::string_view clusters) {
    while (!clusters.empty()) {
        const auto comma = std::min(clusters.find(','), clusters.size());
        auto name = clusters.substr(0, comma);
        clusters.remove_prefix(std::min(comma + 1, clusters.size()));
        name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
        name = name.substr(0, name.find_last_not_of(' ') + 1);
        const auto* facts = context.facts().cluster(std::string(name));
        if (!facts || !facts->objects || name == context.clusterName())
            continue;
        const auto* other = findIn(*facts->objects, object);
        const auto field = other ? difference(object, *other) : kSameIn;
        if (field.empty())
            continue;
        context
            .report("MC2014", object, other ? field : fmt::format("metadata.annotations.{}", kSameIn),
                    other ? fmt::format("it is another in {}", name)
                          : fmt::format("it is missing in {}", name))
            .evidence = fmt::format("{}: {}", kSameIn,
                                    *resource::annotation(object.metadata, kSameIn));
    }
}

void checkInForce(Context& context, const Object& object, const std::vector<Object>& inForce) {
    const auto* other = findIn(inForce, object);
    const auto field = other ? difference(object, *other) : "metadata.name";
    if (!field.empty())
        context
            .report("MC2014", object, field,
                    other ? "what is in force differs" : "it is not in force")
            .evidence = fmt::format("asked {}", context.clusterName());
}

// Policies in force that the objects at hand leave out, in namespaces that they speak of.
void checkSurplus(Context& context, const Object& cluster, const std::vector<Object>& inForce) {
    const auto isPolicy = [](const Object& object) {
        return object.group() == "policy.linkerd.io" || object.group() == "linkerd.io"
               || object.group() == "gateway.networking.k8s.io";
    };
    std::set<std::string> namespaces;
    std::set<ObjectRef> known;
    for (const auto* object : context.set().all()) {
        known.insert(object->ref());
        if (isPolicy(*object))
            namespaces.insert(object->metadata.namespace_);
    }
    for (const auto& object : inForce)
        if (isPolicy(object) && namespaces.contains(object.metadata.namespace_)
            && !known.contains(object.ref()))
            context
                .report("MC2014", cluster, "metadata.name",
                        fmt::format("{} is in force, and is not among these objects",
                                    object.describe()))
                .evidence = fmt::format("asked {}", context.clusterName());
}

} // namespace

void checkDrift(Context& context) {
    const auto* own = context.ownFacts();
    for (const auto* object : context.set().all()) {
        if (const auto* clusters = resource::annotation(object->metadata, kSameIn))
            checkSame(context, *object, *clusters);
        if (context.sources().isTruth && own && own->objects)
            checkInForce(context, *object, *own->objects);
    }
    if (context.sources().isTruth && own && own->objects)
        context.each<resource::Cluster>([&](const Object& object, const auto&) {
            checkSurplus(context, object, *own->objects);
        });
}

} // namespace causeway::analysis
