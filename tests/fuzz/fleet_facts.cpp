// SPDX-License-Identifier: Apache-2.0
// Whatever reads as facts of a fleet is written so that it reads as the same facts.
#include "fuzz/fuzz_target.h"

#include "analysis/lint/facts.h"

using namespace causeway;

CAUSEWAY_FUZZ_TARGET(fleet_facts) {
    const auto documents = resource::parseYaml(textOf(input), "input.yaml");
    if (!documents)
        return;
    for (const auto& document : *documents) {
        analysis::Facts facts;
        if (!analysis::areFacts(document) || !analysis::readFacts(document, facts))
            continue;
        const auto text = analysis::serialize(facts, "fleet");
        const auto again = resource::parseYaml(text, "again.yaml");
        CAUSEWAY_ASSERT(again && again->size() == 1);
        analysis::Facts same;
        CAUSEWAY_ASSERT(analysis::readFacts(again->front(), same).has_value());
        CAUSEWAY_ASSERT(analysis::serialize(same, "fleet") == text);
    }
}
