// SPDX-License-Identifier: GPL-3.0-or-later
// Why a link is slow, judged from its legs, its baseline and its way back. A round trip over one
// wire is the same from both ends, so what differs between the two directions is not the wire.
// Pure.
#pragma once

#include "store/store.h"

namespace causeway::app::pages {

struct LinkVerdict {
    enum class Kind {
        NotMeasured,
        AsUsual,
        LegIsSlow,  // `leg` explains most of it
        NotTheWire, // the two directions differ, and nobody measured the legs
        Unclear,    // slower than usual, spread over several legs
    };
    Kind kind = Kind::NotMeasured;
    double nowMs = 0;   // p95
    double usualMs = 0; // p95 of the baseline, or of the way back where there is none
    std::optional<double> backMs;
    domain::Leg leg = domain::Leg::Wire;
    double legMs = 0;      // mean time in that leg now
    double confidence = 0; // share of what is too much that the leg explains, 0…1
    std::optional<double> coldShare;
};

// `back` may be null: nobody measured the other direction.
[[nodiscard]] LinkVerdict explain(const store::LinkRow& link, const store::LinkRow* back);
// The mean, because means of legs add up to the mean of the whole and quantiles do not.
[[nodiscard]] std::optional<double> meanMs(const domain::EdgeStats& stats, domain::Leg leg);

} // namespace causeway::app::pages
