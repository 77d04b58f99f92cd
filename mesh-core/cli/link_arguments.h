// SPDX-License-Identifier: Apache-2.0
// How `link …` puts itself into the command line, with its pages of help.
#pragma once

#include "cli/arguments.h"
#include "cli/commands.h"

namespace causeway::cli {

// `options` and `request` outlive the commands.
void addLinkCommands(CLI::App& program, const Options& options, LinkCommand& request,
                     const AddCommand& add);

} // namespace causeway::cli
