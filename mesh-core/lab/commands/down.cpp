// SPDX-License-Identifier: Apache-2.0
#include "lab/commands/commands.h"
#include "lab/commands/end_lab.h"
#include "lab/supervisor/control_socket.h"
#include "lab/supervisor/lab_lock.h"
#include "lab/supervisor/lab_state.h"

#include <spdlog/fmt/fmt.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

namespace causeway::lab {
namespace {

using namespace std::chrono_literals;

template <typename Condition> bool waitUntil(Duration patience, Condition condition) {
    const auto end = SystemClock().now() + patience;
    while (!condition()) {
        if (SystemClock().now() > end)
            return false;
        std::this_thread::sleep_for(20ms);
    }
    return true;
}

Result<LabState> readState(const LabFiles& files) {
    CAUSEWAY_TRY(const auto text, readFile(files.state()));
    return parseLabState(text);
}

} // namespace

Status endSurvivors(const LabFiles& files) {
    if (!std::filesystem::exists(files.state()))
        return {};
    CAUSEWAY_TRY(const auto state, readState(files));
    for (const auto& process : state.survivors())
        process.id.signal(SIGKILL);
    if (waitUntil(5s, [&] { return state.survivors().empty(); }))
        return {};
    return fail(ErrorKind::Timeout,
                fmt::format("{} of the lab before, process {}, does not end",
                            state.survivors().front().name, state.survivors().front().id.pid));
}

Result<int> down(const std::string& directory) {
    const LabFiles files(directory);
    if (const auto holder = LabLock::holder(files.lock())) {
        const auto supervisor = ProcessId::of(*holder);
        if (!ask(files.socket(), {"down", {}}) && supervisor)
            supervisor->signal(SIGTERM); // before its socket is there
        if (!waitUntil(10s, [&] { return !LabLock::holder(files.lock()); }) && supervisor)
            supervisor->signal(SIGKILL);
        waitUntil(5s, [&] { return !LabLock::holder(files.lock()); });
        CAUSEWAY_CHECK(endSurvivors(files));
        std::printf("the lab in %s has ended\n", files.root().c_str());
        return kFine;
    }
    CAUSEWAY_CHECK(endSurvivors(files));
    std::printf("no lab runs in %s\n", files.root().c_str());
    return kFine;
}

} // namespace causeway::lab
