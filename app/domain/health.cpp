// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/health.h"

#include "base/assert.h"

namespace causeway::app::domain {

QString name(Health health) {
    switch (health) {
    case Health::NotMeasured:
        return QStringLiteral("not_measured");
    case Health::Ok:
        return QStringLiteral("ok");
    case Health::Degraded:
        return QStringLiteral("degraded");
    case Health::Failing:
        return QStringLiteral("failing");
    }
    CAUSEWAY_ASSERT(false);
}

Verdict judge(const EdgeFigures& now, const EdgeFigures* baseline, const HealthRules& rules) {
    const auto share = now.success();
    if (!share)
        return {};
    if (*share < rules.failingBelow)
        return {Health::Failing, HealthReason::LowSuccess, *share, rules.failingBelow};
    if (*share < rules.degradedBelow)
        return {Health::Degraded, HealthReason::LowSuccess, *share, rules.degradedBelow};
    const auto p95 = now.latencyMs(0.95);
    const auto usual = baseline ? baseline->latencyMs(0.95) : std::nullopt;
    if (p95 && usual && *p95 > *usual * rules.slowerBy && *p95 - *usual > rules.slowerByAtLeastMs)
        return {Health::Degraded, HealthReason::SlowerThanBaseline, *p95, *usual};
    return {Health::Ok, HealthReason::None, *share, rules.degradedBelow};
}

} // namespace causeway::app::domain
