// SPDX-License-Identifier: Apache-2.0
#include "link/pursuit.h"

#include <algorithm>
#include <cmath>

namespace causeway::link {
namespace {

// Another suspect is as good when it explains that share of what the best one does.
constexpr double kNearlyAsGood = 0.9;
// How fast a worse fit loses belief: one that explains half as much is left with 2 %.
constexpr double kBeliefDecay = 8;
// No model of a fault is exact: a fifth of what was explained may stay in a cell without another
// suspect being accused for it.
constexpr double kModelError = 0.2;

struct Fit {
    double gain = 0;
    std::vector<double> amountsMs;
};

Fit fitSuspect(const Suspect& suspect, const std::vector<Observation>& cells) {
    Fit fit;
    for (const auto& column : suspect.columns) {
        double pull = 0;
        double weight = 0;
        for (const auto& entry : column.entries) {
            const auto& cell = cells[entry.cell];
            const double precision = 1 / (cell.sigmaMs * cell.sigmaMs);
            pull += entry.weight * cell.deltaMs * precision;
            weight += entry.weight * entry.weight * precision;
        }
        const double amount = weight > 0 ? std::max(0.0, pull / weight) : 0;
        fit.gain += amount * amount * weight;
        fit.amountsMs.push_back(amount);
    }
    return fit;
}

void subtract(std::vector<Observation>& cells, const Suspect& suspect, const Fit& fit) {
    for (std::size_t i = 0; i < suspect.columns.size(); ++i) {
        for (const auto& entry : suspect.columns[i].entries) {
            auto& cell = cells[entry.cell];
            const double explained = fit.amountsMs[i] * entry.weight;
            cell.deltaMs -= explained;
            cell.sigmaMs = std::hypot(cell.sigmaMs, kModelError * explained);
        }
    }
}

Explanation explain(const std::vector<Fit>& fits, std::size_t best) {
    Explanation explanation;
    explanation.suspect = best;
    explanation.gain = fits[best].gain;
    explanation.amountsMs = fits[best].amountsMs;
    double belief = 0;
    for (std::size_t i = 0; i < fits.size(); ++i) {
        const double share = fits[i].gain / fits[best].gain;
        belief += std::exp(-kBeliefDecay * (1 - share));
        if (i != best && share >= kNearlyAsGood)
            explanation.equals.push_back(i);
    }
    // Suspects that explain nothing at all do not count as alternatives.
    const double nothing = std::exp(-kBeliefDecay) * double(fits.size() - 1);
    explanation.confidence = std::clamp(1 / std::max(1.0, belief - nothing), 0.0, 0.99);
    return explanation;
}

} // namespace

std::vector<Explanation> pursue(std::vector<Observation> cells,
                                const std::vector<Suspect>& suspects, const PursuitLimits& limits) {
    std::vector<Explanation> explanations;
    while (explanations.size() < limits.most && !suspects.empty()) {
        std::vector<Fit> fits;
        for (const auto& suspect : suspects)
            fits.push_back(fitSuspect(suspect, cells));
        const auto best =
            std::size_t(std::ranges::max_element(fits, {}, &Fit::gain) - fits.begin());
        const double amount =
            fits[best].amountsMs.empty() ? 0 : std::ranges::max(fits[best].amountsMs);
        if (fits[best].gain < limits.leastGain || amount < limits.leastMs)
            break;
        explanations.push_back(explain(fits, best));
        subtract(cells, suspects[best], fits[best]);
    }
    return explanations;
}

} // namespace causeway::link
