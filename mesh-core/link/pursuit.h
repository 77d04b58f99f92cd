// SPDX-License-Identifier: Apache-2.0
// A joint fit by matching pursuit: of all suspects the one that explains most of what was observed,
// then of the rest the next one, until nothing that remains is worth an accusation. Linear algebra
// over cells; knows nothing of links. Pure.
#pragma once

#include <cstddef>
#include <vector>

namespace causeway::link {

// One observation: how much longer one leg of one link took, and how sure that is.
struct Observation {
    double deltaMs = 0;
    double sigmaMs = 1;
};

// Cells that a fault makes slower by one common amount, each times its weight.
struct Column {
    struct Entry {
        std::size_t cell = 0;
        double weight = 1;
    };
    std::vector<Entry> entries;
};

// What one fault does: one unknown, never negative amount a column.
struct Suspect {
    std::vector<Column> columns;
};

struct Explanation {
    std::size_t suspect = 0;
    double gain = 0;                 // fall of the sum of squared, weighted residuals
    std::vector<double> amountsMs;   // by column
    std::vector<std::size_t> equals; // suspects that explain it nearly as well
    double confidence = 0;           // against all other suspects, 0…1
};

struct PursuitLimits {
    double leastMs = 2;    // an amount below is not worth a word
    double leastGain = 30; // about 5 standard errors
    std::size_t most = 4;  // explanations
};

[[nodiscard]] std::vector<Explanation> pursue(std::vector<Observation> cells,
                                              const std::vector<Suspect>& suspects,
                                              const PursuitLimits& limits);

} // namespace causeway::link
