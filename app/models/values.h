// SPDX-License-Identifier: GPL-3.0-or-later
// Small helpers of the models' columns: an optional figure as a QVariant that is invalid when
// nothing was measured, and the figures that several tables share. Pure.
#pragma once

#include "domain/health.h"

#include <QDateTime>
#include <QVariant>

#include <optional>

namespace causeway::app::models {

template <typename T> [[nodiscard]] QVariant valueOf(const std::optional<T>& value) {
    return value ? QVariant::fromValue(*value) : QVariant();
}
[[nodiscard]] inline QVariant valueOf(domain::Instant at) {
    return domain::toDateTime(at);
}
[[nodiscard]] inline QVariant valueOf(const std::optional<domain::Instant>& at) {
    return at ? valueOf(*at) : QVariant();
}

// How much slower than its baseline, as a share: +0.25 is a quarter slower.
[[nodiscard]] inline std::optional<double>
change(const domain::EdgeFigures& now, const domain::EdgeFigures& baseline, double quantile) {
    const auto is = now.latencyMs(quantile);
    const auto was = baseline.latencyMs(quantile);
    return is && was && *was > 0 ? std::optional(*is / *was - 1.0) : std::nullopt;
}
[[nodiscard]] inline std::optional<double> coldShare(const domain::EdgeFigures& stats) {
    return stats.caller ? domain::coldShare(*stats.caller) : std::nullopt;
}

} // namespace causeway::app::models
