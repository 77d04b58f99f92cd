// SPDX-License-Identifier: Apache-2.0
// A chunk of any bytes: read or refused, and what is read is written and read again the same.
#include "control/history/series_chunk.h"

#include "fuzz/fuzz_target.h"

using namespace causeway;
using namespace causeway::control;

CAUSEWAY_FUZZ_TARGET(series_chunk) {
    ChunkBuilder builder;
    std::vector<std::pair<std::uint64_t, Counts>> samples;
    const auto read = visitChunk(textOf(input), [&](std::uint64_t step, const Counts& counts) {
        builder.add(step, counts);
        samples.emplace_back(step, counts);
    });
    std::size_t seen = 0;
    const auto again = visitChunk(builder.take(1), [&](std::uint64_t step, const Counts& counts) {
        CAUSEWAY_ASSERT(seen < samples.size() && step == samples[seen].first
                        && counts == samples[seen].second);
        ++seen;
    });
    CAUSEWAY_ASSERT(again && seen == samples.size());
    Counts sum;
    for (const auto& [step, counts] : samples)
        sum.add(counts);
}
