// SPDX-License-Identifier: Apache-2.0
// A recording of any bytes: read or refused, and what is read is written and read again the same.
// What is told of a path is told of again unchanged, and holds no query.
#include "recording/recording.h"
#include "recording/redaction.h"

#include "fuzz/fuzz_target.h"

using namespace causeway;
using recording::Recording;

CAUSEWAY_FUZZ_TARGET(recording) {
    const auto first = Recording::parse(std::string(textOf(input)), "fuzz");
    if (!first)
        return;
    std::string text(Recording::kFirstLine);
    text += "\n";
    const auto rules = recording::Redaction::parse(std::string_view("/reset/{},/a/*/{} iban"));
    for (const auto& span : first->spans())
        text += serialize(span);
    for (const auto& tuple : first->tuples()) {
        text += serialize(tuple);
        const auto told = rules->of(tuple.path);
        CAUSEWAY_ASSERT(rules->of(told) == told);
        CAUSEWAY_ASSERT(told.find('?') == told.npos);
        CAUSEWAY_ASSERT(told.size() <= recording::Redaction::kMaxPath + 256);
    }
    const auto second = Recording::parse(text, "again");
    CAUSEWAY_ASSERT(second && second->tuples().size() == first->tuples().size()
                    && second->spans() == first->spans());
    for (std::size_t i = 0; i < first->tuples().size(); ++i)
        CAUSEWAY_ASSERT(second->tuples()[i].service == first->tuples()[i].service
                        && second->tuples()[i].count == first->tuples()[i].count);
}
