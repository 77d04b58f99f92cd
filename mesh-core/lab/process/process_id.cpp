// SPDX-License-Identifier: Apache-2.0
#include "lab/process/process_id.h"

#include "net/socket.h"

#include <spdlog/fmt/fmt.h>
#include <sys/syscall.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <unistd.h>

namespace causeway::lab {
namespace {

struct Stat {
    std::string state; // "Z": ended, and not reaped yet
    std::uint64_t startTime = 0;
};

std::optional<Stat> statOf(pid_t pid) {
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    const std::string text(std::istreambuf_iterator<char>(file), {});
    // "pid (name) state …", and the name may hold anything, also ") ".
    const auto afterName = text.rfind(')');
    if (afterName == std::string::npos)
        return std::nullopt;
    std::istringstream fields(text.substr(afterName + 1));
    constexpr int kStartTime = 22;
    Stat stat;
    std::string field;
    for (int number = 3; number <= kStartTime && fields >> field; ++number)
        if (number == 3)
            stat.state = field;
    if (!fields)
        return std::nullopt;
    stat.startTime = std::stoull(field);
    return stat;
}

} // namespace

std::optional<ProcessId> ProcessId::of(pid_t pid) {
    const auto stat = statOf(pid);
    if (!stat || stat->state == "Z" || stat->state == "X")
        return std::nullopt;
    return ProcessId{pid, stat->startTime};
}

std::optional<ProcessId> ProcessId::ofChild(pid_t pid) {
    const auto stat = statOf(pid);
    return stat ? std::optional(ProcessId{pid, stat->startTime}) : std::nullopt;
}

void ProcessId::signal(int number) const {
    // The descriptor holds on to the process, whatever happens to its number from here on.
    const net::Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (process.valid() && alive())
        syscall(SYS_pidfd_send_signal, process.get(), number, nullptr, 0);
}

} // namespace causeway::lab
