// SPDX-License-Identifier: Apache-2.0
// How `recording …` and the option --since put themselves into the command line.
#pragma once

#include "cli/arguments.h"
#include "cli/recordings.h"

namespace CLI {
class Option;
}

namespace causeway::cli {

// `--since 7d`
CLI::Option* addSince(CLI::App& command, RecordingChoice& choice);

// `options` and `request` outlive the commands.
void addRecordingCommands(CLI::App& program, const Options& options, RecordingExport& request,
                          const AddCommand& add);

} // namespace causeway::cli
