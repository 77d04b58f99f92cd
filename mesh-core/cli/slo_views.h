// SPDX-License-Identifier: Apache-2.0
// The error budget of a link as text and JSON. Pure. The JSON is a contract, see cli/README.md.
#pragma once

#include "cli/views.h"
#include "link/slo.h"

namespace causeway::cli {

struct SloFacts {
    double objective = 0; // a share, as 0.999
    std::vector<link::Burn> burns;
    std::string silent; // why nothing could be asked; empty when it could
};

// Adds the burn rates to the view of a link.
void addSlo(View& view, const SloFacts& facts);

} // namespace causeway::cli
