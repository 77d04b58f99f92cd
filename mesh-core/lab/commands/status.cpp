// SPDX-License-Identifier: Apache-2.0
#include "lab/commands/commands.h"
#include "lab/supervisor/control_socket.h"
#include "lab/supervisor/lab_files.h"
#include "lab/supervisor/lab_lock.h"
#include "lab/supervisor/lab_state.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdio>

namespace causeway::lab {
namespace {

void printTable(const LabState& state, bool running) {
    std::string text = fmt::format("fleet    {}\nphase    {}\nnetwork  {}{}\n\n", state.fleet,
                                   running ? state.phase : "not running", state.network,
                                   state.networkNote.empty() ? "" : ": " + state.networkNote);
    std::size_t width = 7;
    for (const auto& process : state.processes)
        width = std::max(width, process.name.size());
    text += fmt::format("{:<{}}  {:<9}  {:<8}  {:>7}  {:>8}\n", "PROCESS", width, "KIND", "STATE",
                        "PID", "RESTARTS");
    for (const auto& process : state.processes)
        text += fmt::format("{:<{}}  {:<9}  {:<8}  {:>7}  {:>8}\n", process.name, width,
                            process.kind, running ? process.state : "gone",
                            process.id.pid > 0 ? std::to_string(process.id.pid) : "-",
                            process.restarts);
    if (!state.faults.empty())
        text += "\nFAULTS\n";
    for (const auto& each : state.faults)
        text += each + '\n';
    std::fputs(text.c_str(), stdout);
}

// What lab.json says, with whether it is still true.
std::string describe(const LabState& state, bool running) {
    auto all = nlohmann::json::parse(serialize(state));
    all["running"] = running;
    return all.dump(2);
}

} // namespace

Result<int> status(const std::string& directory, bool json) {
    const LabFiles files(directory);
    const bool running = LabLock::holder(files.lock()).has_value();
    const auto text = readFile(files.state());
    if (!text)
        return fail(ErrorKind::Unavailable,
                    fmt::format("no lab in {}: start one with \"causeway-lab up "
                                "--dir {}\"",
                                files.root(), directory));
    CAUSEWAY_TRY(const auto state, parseLabState(*text));
    if (json)
        std::printf("%s\n", describe(state, running).c_str());
    else
        printTable(state, running);
    return running ? kFine : kUnreachable;
}

Result<int> fault(const std::string& directory, const std::string& verb,
                  const std::vector<std::string>& words) {
    CAUSEWAY_TRY(const auto lines, ask(LabFiles(directory).socket(), {"fault " + verb, words}));
    for (const auto& line : lines)
        std::printf("%s\n", line.c_str());
    return kFine;
}

Result<int> load(const std::string& directory, const std::string& verb) {
    CAUSEWAY_CHECK(ask(LabFiles(directory).socket(), {"load " + verb, {}}));
    return kFine;
}

} // namespace causeway::lab
