// SPDX-License-Identifier: Apache-2.0
#include "lab/commands/commands.h"
#include "lab/commands/end_lab.h"
#include "lab/supervisor/lab_lock.h"
#include "lab/supervisor/supervisor.h"

#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <filesystem>

namespace causeway::lab {
namespace fs = std::filesystem;
namespace {

// The other programs are where this one is.
Result<std::string> programDirectory() {
    std::error_code error;
    const auto self = fs::read_symlink("/proc/self/exe", error);
    if (error)
        return failErrno("finding the directory of causeway-lab", error.value());
    const auto directory = self.parent_path();
    for (const auto* name : {"causeway-control", "causeway-proxy", "causewayctl"})
        if (!fs::exists(directory / name))
            return fail(ErrorKind::NotFound, fmt::format("{} is not beside causeway-lab in {}",
                                                         name, directory.string()));
    return directory.string();
}

// The first of the loopback's networks in which nobody listens where our control planes would.
Result<AddressPlan> freeRelayAddresses(const Fleet& fleet) {
    const auto clusters = static_cast<unsigned>(fleet.clusters.size());
    for (unsigned block = 61; block + clusters < 250; block += clusters) {
        const auto plan = AddressPlan::relay(block);
        bool free = true;
        for (unsigned i = 0; i < clusters && free; ++i) {
            CAUSEWAY_TRY(const auto address, net::Address::parseIp(plan.control(i), 8443));
            free = net::listenOn(address).has_value();
        }
        if (free)
            return plan;
    }
    return fail(ErrorKind::Exhausted,
                "every network from 127.61 to 127.249 has a listener already");
}

struct Network {
    AddressPlan addresses;
    std::optional<Namespaces> namespaces;
    std::string note;
};

Result<Network> relayNetwork(const Fleet& fleet, const std::string& why) {
    CAUSEWAY_TRY(auto addresses, freeRelayAddresses(fleet));
    return Network{
        addresses, std::nullopt,
        fmt::format("on this machine's loopback through relays of bytes ({}); not measured: "
                    "handshakes over a wire, loss, jitter, TCP's own round trips",
                    why)};
}

Result<Network> makeNetwork(const Fleet& fleet, NetworkChoice choice) {
    if (choice == NetworkChoice::Relay)
        return relayNetwork(fleet, "as asked");
    if (const auto possible = Namespaces::probe(); !possible) {
        if (choice == NetworkChoice::Auto)
            return relayNetwork(fleet, "network namespaces: " + possible.error().describe());
        return tl::unexpected(Error(possible.error()).context("--network namespaces"));
    }
    std::vector<ClusterNetwork> clusters;
    for (const auto& cluster : fleet.clusters)
        clusters.push_back({cluster.name, fleet.wire(cluster.name, cluster.name) != nullptr});
    CAUSEWAY_TRY(auto namespaces, Namespaces::create(clusters));
    return Network{AddressPlan::namespaces(), std::move(namespaces), ""};
}

void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

} // namespace

Result<int> up(const UpRequest& request) {
    CAUSEWAY_TRY(const auto text, readFleetText(request.fleet));
    CAUSEWAY_TRY(auto fleet, parseFleet(text, request.fleet));
    CAUSEWAY_TRY(auto programs, programDirectory());
    const LabFiles files(request.directory);
    std::error_code error;
    fs::create_directories(files.root(), error);
    if (error)
        return failErrno("making directory " + files.root(), error.value());
    CAUSEWAY_TRY(const auto lock, LabLock::take(files.lock()));
    CAUSEWAY_CHECK(endSurvivors(files));
    CAUSEWAY_CHECK(files.prepare(fleet));
    CAUSEWAY_CHECK(writeFile(files.declaration(), text));
    CAUSEWAY_TRY(auto network, makeNetwork(fleet, request.network));
    Supervisor supervisor(
        LabPlan{std::move(fleet), network.addresses, files, std::move(programs), request.seed},
        std::move(network.namespaces), std::move(network.note), say);
    CAUSEWAY_CHECK(supervisor.run(request.duration));
    say("stopped");
    return kFine;
}

} // namespace causeway::lab
