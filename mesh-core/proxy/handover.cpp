// SPDX-License-Identifier: Apache-2.0
#include "proxy/handover.h"

#include "base/log.h"
#include "base/scope_guard.h"
#include "proxy/control/state_folder.h"

#include <sys/wait.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace causeway::proxy {
namespace {

// systemd's protocol, sd_listen_fds(3): so many descriptors from 3 on, for the process LISTEN_PID.
// Ours knows no pid before it starts the successor: there the parent's number stands for it.
constexpr const char* kCount = "LISTEN_FDS";
constexpr const char* kForProcess = "LISTEN_PID";
constexpr const char* kNames = "LISTEN_FDNAMES";
constexpr const char* kPredecessor = "CAUSEWAY_TAKES_OVER_FROM";
constexpr int kFirst = 3;

int takeNumber(const char* name) {
    const char* text = std::getenv(name);
    int number = 0;
    if (text)
        std::from_chars(text, text + std::strlen(text), number);
    ::unsetenv(name);
    return number;
}

std::vector<std::string> ownArguments() {
    std::vector<std::string> words;
    const std::string text = readFile("/proc/self/cmdline").value_or("");
    for (std::size_t at = 0; at < text.size(); at = text.find('\0', at) + 1)
        words.emplace_back(text.c_str() + at);
    return words;
}

std::vector<char*> pointersTo(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environmentWith(std::size_t sockets) {
    std::vector<std::string> words;
    for (char** each = environ; *each; ++each)
        words.emplace_back(*each);
    words.push_back(std::string(kCount) + "=" + std::to_string(sockets));
    words.push_back(std::string(kPredecessor) + "=" + std::to_string(::getpid()));
    return words;
}

} // namespace

InheritedSockets InheritedSockets::take() {
    InheritedSockets inherited;
    const int count = takeNumber(kCount);
    const bool fromSystemd = takeNumber(kForProcess) == ::getpid();
    const int predecessor = takeNumber(kPredecessor);
    ::unsetenv(kNames);
    // A variable that was meant for a process above us is not ours.
    if (predecessor != 0 && predecessor == ::getppid())
        inherited.m_predecessor = predecessor;
    else if (!fromSystemd)
        return inherited;
    for (int fd = kFirst; fd < kFirst + count; ++fd) {
        const auto address = net::localAddressOf(fd);
        if (!address) {
            log::warn("descriptor {} was handed over, but is no socket: {}", fd,
                      address.error().describe());
            continue;
        }
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
        inherited.m_sockets.push_back({address->text(), net::Descriptor(fd), false});
    }
    return inherited;
}

Result<net::Descriptor> InheritedSockets::listen(const net::Address& address,
                                                 net::ListenOptions options) {
    const std::string wanted = address.text();
    const auto isFree = [&](const Socket& each) { return each.address == wanted && !each.claimed; };
    const auto isSame = [&](const Socket& each) { return each.address == wanted; };
    auto found = std::ranges::find_if(m_sockets, isFree);
    // One socket for many workers, as systemd gives it: they share it.
    if (found == m_sockets.end())
        found = std::ranges::find_if(m_sockets, isSame);
    if (found == m_sockets.end())
        return net::listenOn(address, options);
    found->claimed = true;
    net::Descriptor own(::fcntl(found->descriptor.get(), F_DUPFD_CLOEXEC, kFirst));
    if (!own.valid())
        return failErrno("share the socket at " + wanted, errno);
    return own;
}

void InheritedSockets::closeRest() {
    for (const Socket& each : m_sockets)
        if (!each.claimed)
            log::warn("a socket at {} was handed over, but no listener has that address; closed",
                      each.address);
    m_sockets.clear();
}

Successor::Successor() : m_arguments(ownArguments()) {
    // The path and not the file: after an upgrade, what lies there now.
    std::vector<char> path(4096);
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    if (size > 0)
        m_program.assign(path.data(), static_cast<std::size_t>(size));
}

Status Successor::start(const std::vector<int>& sockets) {
    if (m_child != 0)
        return fail(ErrorKind::AlreadyExists,
                    "process " + std::to_string(m_child) + " is about to take over already");
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    const ScopeGuard release([&] {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    });
    // Ours are blocked (they are read from a descriptor); the new process begins with none.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    const int count = static_cast<int>(sockets.size());
    std::vector<net::Descriptor> aside; // beyond where they go, so that none overwrites another
    for (int i = 0; i < count; ++i) {
        aside.emplace_back(
            ::fcntl(sockets[static_cast<std::size_t>(i)], F_DUPFD_CLOEXEC, kFirst + count));
        if (!aside.back().valid())
            return failErrno("hand over a socket", errno);
        posix_spawn_file_actions_adddup2(&actions, aside.back().get(), kFirst + i);
    }
    auto arguments = m_arguments;
    auto environment = environmentWith(sockets.size());
    const int failed = posix_spawn(&m_child, m_program.c_str(), &actions, &attributes,
                                   pointersTo(arguments).data(), pointersTo(environment).data());
    if (failed != 0) {
        m_child = 0;
        return failErrno("start " + m_program, failed);
    }
    log::info("process {} takes over {} listening sockets", m_child, sockets.size());
    return {};
}

void Successor::reap() {
    int status = 0;
    if (m_child == 0 || ::waitpid(m_child, &status, WNOHANG) != m_child)
        return;
    log::error("process {} ended ({}) before it took over; its log says why. Serving on", m_child,
               WIFEXITED(status) ? "exit code " + std::to_string(WEXITSTATUS(status))
                                 : "signal " + std::to_string(WTERMSIG(status)));
    m_child = 0;
}

} // namespace causeway::proxy
