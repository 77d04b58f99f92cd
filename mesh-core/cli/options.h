// SPDX-License-Identifier: Apache-2.0
// What every command of causewayctl understands, and what it may end with. Values; made once by
// program.cpp.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <ostream>

namespace causeway::cli {

enum class Output { Table, Json };

// The exit code of the process; the same for every command.
enum class Exit { Fine = 0, Findings = 1, Usage = 2, Unreachable = 3 };

struct Options {
    std::filesystem::path fleet;
    Output output = Output::Table;
    std::optional<std::chrono::seconds> watch; // show it again after this time, until interrupted
    std::chrono::seconds window{60};
    std::chrono::milliseconds timeout{5000};
};

// Where a command writes: results to `out`, everything else to `err`.
struct Terminal {
    std::ostream& out;
    std::ostream& err;
    bool interactive = false; // `out` is a terminal: it may be cleared and redrawn
    bool colour = false;
    int columns = 0; // 0: unlimited
};

} // namespace causeway::cli
