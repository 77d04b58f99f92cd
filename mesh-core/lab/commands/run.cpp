// SPDX-License-Identifier: Apache-2.0
#include "lab/commands/commands.h"
#include "lab/emulator/emulator.h"
#include "lab/network/relay.h"
#include "lab/workload/workload_host.h"

#include <spdlog/fmt/fmt.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace causeway::lab {
namespace {

// Byte by byte, so that what follows the line is still there for whoever reads on.
Result<std::string> readLine(int fd) {
    std::string line;
    for (char c = 0; c != '\n';) {
        if (const auto count = read(fd, &c, 1); count == 0)
            return fail(ErrorKind::Unavailable, "the channel ended before the plan came");
        else if (count < 0 && errno != EINTR)
            return failErrno("reading the plan", errno);
        else if (count == 1)
            line.push_back(c);
    }
    return line;
}

net::Descriptor channel() {
    fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    return net::Descriptor(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
}

} // namespace

Result<int> runEmulator() {
    CAUSEWAY_TRY(const auto line, readLine(STDIN_FILENO));
    CAUSEWAY_TRY(const auto plan, parseEmulatorPlan(line));
    CAUSEWAY_TRY(auto emulator, Emulator::create(plan));
    constexpr std::string_view kReady = "{}\n";
    if (write(STDIN_FILENO, kReady.data(), kReady.size()) < 0)
        return failErrno("telling that the emulator is ready", errno);
    CAUSEWAY_CHECK(emulator.run(STDIN_FILENO));
    return kFine;
}

Result<int> runRelay() {
    const SystemClock clock;
    Relay relay(clock, channel());
    relay.run();
    return kFine;
}

Result<int> runWorkloads(const WorkloadsRequest& request) {
    CAUSEWAY_TRY(const auto fleet, readFleet(request.fleet));
    const auto* cluster = fleet.find(request.cluster);
    if (!cluster)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("--cluster: found \"{}\"; expected a cluster of the fleet",
                                request.cluster));
    const auto addresses =
        request.relayBlock ? AddressPlan::relay(*request.relayBlock) : AddressPlan::namespaces();
    WorkloadHost host({fleet, *cluster, addresses, request.seed}, channel());
    CAUSEWAY_CHECK(host.run());
    return kFine;
}

} // namespace causeway::lab
