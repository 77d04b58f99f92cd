// SPDX-License-Identifier: Apache-2.0
// A link against its own past as text and JSON. Pure. The JSON is a contract, see cli/README.md.
#pragma once

#include "cli/link_baseline.h"
#include "cli/views.h"
#include "link/picture.h"

namespace causeway::cli {

struct BaselineFacts {
    std::optional<LinkBaselines> hour;
    std::optional<link::Drift> drift; // nothing: none is seen, or nothing could be asked
    std::string silent;               // why something could not be asked; empty when all could
};

// Adds what is usual at this hour of the week, leg by leg, and slow growth, to the view of a link.
void addBaselines(View& view, const link::LinkTimes& now, const BaselineFacts& facts);

} // namespace causeway::cli
