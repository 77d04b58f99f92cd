// SPDX-License-Identifier: GPL-3.0-or-later
// One word for how something fares, with the reason as data: pages translate it, models never do.
// Pure.
#pragma once

#include "domain/edge_figures.h"

#include <QString>

namespace causeway::app::domain {

enum class Health { NotMeasured, Ok, Degraded, Failing };
[[nodiscard]] QString name(Health health);

enum class HealthReason {
    None,
    NoTraffic,
    LowSuccess,         // value: success, limit: the limit it fell below
    SlowerThanBaseline, // value: p95 in ms, limit: the baseline's in ms
    NoReadyEndpoint,
    Plaintext,
    SourceGone, // its cluster is stale, denied or failed
};

struct Verdict {
    Health health = Health::NotMeasured;
    HealthReason reason = HealthReason::NoTraffic;
    double value = 0;
    double limit = 0;
    bool operator==(const Verdict&) const = default;
};

struct HealthRules {
    double degradedBelow = 0.99; // success
    double failingBelow = 0.95;
    double slowerBy = 1.5;        // p95 over its baseline's
    double slowerByAtLeastMs = 5; // … but not for the noise of a fast edge
};

[[nodiscard]] Verdict judge(const EdgeFigures& now, const EdgeFigures* baseline = nullptr,
                            const HealthRules& rules = {});
[[nodiscard]] inline Health worse(Health a, Health b) {
    return a < b ? b : a;
}

} // namespace causeway::app::domain
