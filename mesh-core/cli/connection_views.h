// SPDX-License-Identifier: Apache-2.0
// The connections that requests take over a link, as the kernel sees them: text and JSON. Pure. The
// JSON is a contract, see cli/README.md.
#pragma once

#include "cli/probe_views.h"

namespace causeway::cli {

struct ConnectionFacts {
    std::array<client::ConnectionWindow, kProbeWindows.size()> windows;
    std::string silent; // why nothing could be asked; empty when it could
};

// Adds a table of one row to the view of a link.
void addConnections(View& view, const ConnectionFacts& facts);

} // namespace causeway::cli
