// SPDX-License-Identifier: Apache-2.0
#include "lab/network/namespaces.h"

#include "base/scope_guard.h"
#include "lab/process/run.h"

#include <spdlog/fmt/fmt.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <unistd.h>

namespace causeway::lab {
namespace {

// The same at every cluster's end of its veth: see emulator.h.
constexpr auto kHardwareAddress = "02:00:00:00:00:01";

Status writeText(const char* path, const std::string& text) {
    std::ofstream file(path);
    file << text << std::flush;
    if (!file)
        return failErrno(fmt::format("writing \"{}\" to {}", text, path), errno);
    return {};
}

// Root inside, the caller outside: what is needed are the capabilities over the new networks.
Status enterUserNamespace() {
    const auto user = geteuid();
    const auto group = getegid();
    if (unshare(CLONE_NEWUSER) < 0)
        return failErrno("making a user namespace", errno);
    CAUSEWAY_CHECK(writeText("/proc/self/setgroups", "deny"));
    CAUSEWAY_CHECK(writeText("/proc/self/uid_map", fmt::format("0 {} 1", user)));
    return writeText("/proc/self/gid_map", fmt::format("0 {} 1", group));
}

// Leaves this process in the new network namespace.
Result<net::Descriptor> makeNetworkNamespace() {
    if (unshare(CLONE_NEWNET) < 0)
        return failErrno("making a network namespace", errno);
    net::Descriptor made(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!made.valid())
        return failErrno("opening /proc/self/ns/net", errno);
    return made;
}

Status moveTo(int networkNamespace) {
    if (setns(networkNamespace, CLONE_NEWNET) < 0)
        return failErrno("moving to a network namespace", errno);
    return {};
}

Status ip(const std::string& commands) {
    return run({"ip", "-batch", "-"}, commands).map_error([](Error&& error) {
        return std::move(error).context("setting up a network with ip (package iproute2)");
    });
}

// All of 10.<n>.0.0/16 is here. Segments stay the size of a packet, so that a lossy wire loses
// packets and not whole bursts.
std::string clusterCommands(const AddressPlan& plan, unsigned cluster) {
    return fmt::format("link set lo up\n"
                       "link set wan0 address {0} arp off gso_max_segs 1\n"
                       "link set wan0 up\n"
                       "addr add 10.{1}.0.1/32 dev wan0\n"
                       "route add local 10.{1}.0.0/16 dev lo\n"
                       "route add 10.0.0.0/8 dev wan0\n",
                       kHardwareAddress, plan.networkOf(cluster));
}

// Both ends are addresses of this machine, which would meet on its loopback; a rule ahead of the
// table of local addresses sends them over the wire instead.
std::string wireToItselfCommands(const AddressPlan& plan, unsigned cluster) {
    return fmt::format("rule add pref 100 from {0} to {1} iif lo lookup 100\n"
                       "rule add pref 101 from {1} to {0} iif lo lookup 100\n"
                       "route add 10.{2}.0.0/16 dev wan0 table 100\n"
                       "rule add pref 200 lookup local\n"
                       "rule del pref 0\n",
                       plan.egress(cluster), plan.ingress(cluster), plan.networkOf(cluster));
}

Status setUpCluster(const AddressPlan& plan, unsigned cluster, const ClusterNetwork& network) {
    CAUSEWAY_CHECK(writeText("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1"));
    CAUSEWAY_CHECK(ip(clusterCommands(plan, cluster)
                      + (network.wireToItself ? wireToItselfCommands(plan, cluster) : "")));
    CAUSEWAY_CHECK(writeText("/proc/sys/net/ipv4/conf/all/rp_filter", "0"));
    CAUSEWAY_CHECK(writeText("/proc/sys/net/ipv4/conf/wan0/rp_filter", "0"));
    return writeText("/proc/sys/net/ipv4/conf/wan0/accept_local", "1");
}

Status tryEverything() {
    CAUSEWAY_CHECK(Namespaces::create({{"probe", true}}));
    const net::Descriptor packets(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
    return packets.valid() ? Status() : failErrno("opening a packet socket", errno);
}

} // namespace

Status Namespaces::probe() {
    std::array<int, 2> answer{};
    if (pipe2(answer.data(), O_CLOEXEC) < 0)
        return failErrno("making a pipe", errno);
    const ScopeGuard closing([&] { close(answer[0]); });
    const auto child = fork();
    if (child < 0) {
        close(answer[1]);
        return failErrno("starting a process", errno);
    }
    if (child == 0) {
        const auto status = tryEverything();
        const auto reason = status ? std::string() : status.error().describe();
        const auto written = write(answer[1], reason.data(), reason.size());
        _exit(written == static_cast<ssize_t>(reason.size()) && status ? 0 : 1);
    }
    close(answer[1]);
    std::string reason;
    std::array<char, 512> part;
    for (ssize_t count; (count = read(answer[0], part.data(), part.size())) > 0;)
        reason.append(part.data(), static_cast<std::size_t>(count));
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    return fail(ErrorKind::PermissionDenied, reason.empty() ? "the probe died" : reason);
}

Result<Namespaces> Namespaces::create(const std::vector<ClusterNetwork>& clusters) {
    const auto plan = AddressPlan::namespaces();
    CAUSEWAY_CHECK(enterUserNamespace());
    Namespaces made;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        CAUSEWAY_TRY(made.m_clusters.emplace_back(), makeNetworkNamespace());
    }
    CAUSEWAY_TRY(made.m_emulator, makeNetworkNamespace());

    std::string pairs = "link set lo up\n";
    for (std::size_t i = 0; i < clusters.size(); ++i)
        pairs += fmt::format("link add {0} type veth peer name wan0 netns /proc/{1}/fd/{2}\n"
                             "link set {0} up\n",
                             device(i), getpid(), made.cluster(i));
    CAUSEWAY_CHECK(writeText("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1"));
    CAUSEWAY_CHECK(ip(pairs));
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        CAUSEWAY_CHECK(moveTo(made.cluster(i)));
        CAUSEWAY_CHECK(setUpCluster(plan, static_cast<unsigned>(i), clusters[i]));
    }
    CAUSEWAY_CHECK(moveTo(made.emulator()));
    return made;
}

std::string Namespaces::device(std::size_t cluster) {
    return fmt::format("cluster{}", cluster);
}

} // namespace causeway::lab
