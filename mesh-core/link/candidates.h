// SPDX-License-Identifier: Apache-2.0
// What was observed against a reference, cell by cell, and which fault would show in which cells:
// the bridge between pictures and the fit of pursuit.h. Pure.
#pragma once

#include "link/diagnosis.h"
#include "link/pursuit.h"

namespace causeway::link {

// Where a cell comes from.
struct CellOrigin {
    std::size_t link = 0;               // index into Picture::links; or …
    std::optional<std::size_t> service; // … into Picture::services
    telemetry::Leg leg = telemetry::Leg::Wire;
    bool setup = false; // per connection that was set up, not per request
    double referenceMs = 0;
    double nowMs = 0;
};

struct Candidate {
    LegName leg;
    Suspect suspect;
};

struct Problem {
    std::vector<Observation> cells;
    std::vector<CellOrigin> origins; // as many as cells
    std::vector<Candidate> candidates;

    [[nodiscard]] std::vector<Suspect> suspects() const;
};

// Cells that both pictures measured.
[[nodiscard]] Problem pose(const Picture& now, const Picture& reference);

// What the links are when nothing of their past is known: legs as long as those of most other
// links, wires as short as their faster direction.
[[nodiscard]] Picture peersOf(const Picture& now);

} // namespace causeway::link
