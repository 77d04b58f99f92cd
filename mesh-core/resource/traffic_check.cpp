// SPDX-License-Identifier: Apache-2.0
// What is wrong with the annotations of a Service, route or Link, as problems with their places.
#include "resource/kinds.h"
#include "resource/objectives.h"
#include "resource/traffic_annotations.h"

namespace causeway::resource {

namespace {

void check(FieldReader& root, auto read) {
    const auto* metadata = root.node("metadata");
    const auto* written = metadata ? metadata->find("annotations") : nullptr;
    if (!written || written->kind != Node::Kind::Mapping)
        return;
    Annotations annotations;
    for (const auto& field : written->fields)
        annotations[field.name] = field.value.scalar;
    std::vector<AnnotationProblem> problems;
    (void)read(annotations, problems);
    for (const auto& problem : problems) {
        const auto* found = written->find(problem.name);
        Node nothing;
        nothing.range = written->range;
        root.problemAt(found ? *found : nothing, "metadata.annotations[" + problem.name + "]",
                       problem.expected);
    }
}

} // namespace

void checkTraffic(FieldReader& root) {
    check(root, readTraffic);
}

void checkObjectives(FieldReader& root) {
    check(root, readObjectives);
}

} // namespace causeway::resource
