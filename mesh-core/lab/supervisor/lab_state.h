// SPDX-License-Identifier: Apache-2.0
// What a lab says about itself in DIR/lab.json, for `status` and `down`, also after a crash. A
// value; the file is replaced as a whole.
#pragma once

#include "base/result.h"
#include "lab/process/process_id.h"

#include <string>
#include <string_view>
#include <vector>

namespace causeway::lab {

struct ProcessState {
    std::string name;    // "ledger-1@aws", "emulator"
    std::string kind;    // "control", "gateway", "sidecar", "workloads", "emulator", "relay"
    std::string cluster; // empty for the emulator
    ProcessId id;        // pid -1 while it does not run
    std::string state;   // "starting", "ready", "stopped", "down"
    unsigned restarts = 0;
};

struct LabState {
    std::string fleet; // its name
    ProcessId supervisor;
    std::string phase;   // "starting", "ready", "stopping", "stopped"
    std::string network; // "namespaces" or "relay"
    std::string networkNote;
    std::vector<ProcessState> processes;
    std::vector<std::string> faults; // as they were given

    // Those of the processes that still run; the supervisor is not among them.
    [[nodiscard]] std::vector<ProcessState> survivors() const;
};

[[nodiscard]] std::string serialize(const LabState& state);
[[nodiscard]] Result<LabState> parseLabState(std::string_view text);

} // namespace causeway::lab
