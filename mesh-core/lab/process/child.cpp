// SPDX-License-Identifier: Apache-2.0
#include "lab/process/child.h"

#include <spdlog/fmt/fmt.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

namespace causeway::lab {
namespace {

// In the child, between fork and exec: nothing that could wait for another thread's lock.
[[noreturn]] void become(const ChildCommand& command, char* const* arguments, int input, int log,
                         pid_t parent) {
    dup2(input, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    const auto giveUp = [&](const char* what) {
        dprintf(STDERR_FILENO, "%s: %s: %s\n", arguments[0], what, std::strerror(errno));
        _exit(127);
    };
    setpgid(0, 0); // the terminal's Ctrl-C is the supervisor's to act on
    if (command.networkNamespace >= 0 && setns(command.networkNamespace, CLONE_NEWNET) < 0)
        giveUp("moving to its network");
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        giveUp("the supervisor is gone");
    execv(arguments[0], arguments);
    giveUp("cannot start");
    _exit(127);
}

std::string howItEnded(const siginfo_t& info) {
    if (info.si_code == CLD_EXITED)
        return fmt::format("exited with {}", info.si_status);
    return fmt::format("killed by signal {} ({})", info.si_status, strsignal(info.si_status));
}

struct Ends {
    net::Descriptor own; // invalid when the child does not talk
    net::Descriptor childs;
};

Result<Ends> standardInput(bool talks) {
    if (!talks)
        return Ends{{}, net::Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC))};
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return failErrno("making a channel to a child", errno);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Ends{net::Descriptor(ends[0]), net::Descriptor(ends[1])};
}

} // namespace

Result<std::unique_ptr<Child>> Child::start(net::EventLoop& loop, const ChildCommand& command,
                                            OnLine onLine, OnExit onExit) {
    const auto& program = command.words.front();
    const net::Descriptor log(
        open(command.logFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!log.valid())
        return failErrno("opening " + command.logFile, errno);
    CAUSEWAY_TRY(auto ends, standardInput(command.talks));

    std::vector<char*> arguments;
    for (const auto& word : command.words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto parent = getpid();
    const auto pid = fork();
    if (pid < 0)
        return failErrno("starting " + program, errno);
    if (pid == 0)
        become(command, arguments.data(), ends.childs.get(), log.get(), parent);

    net::Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    const auto id = ProcessId::ofChild(pid); // it may be over by now
    if (!process.valid() || !id)
        return failErrno("watching " + program, process.valid() ? ESRCH : errno);
    std::unique_ptr<Child> child(new Child(loop, *id, std::move(process), std::move(onExit)));
    if (command.talks)
        child->m_lines =
            std::make_unique<LineChannel>(loop, std::move(ends.own), std::move(onLine), nullptr);
    return child;
}

Child::Child(net::EventLoop& loop, ProcessId id, net::Descriptor process, OnExit onExit)
    : m_loop(loop), m_id(id), m_process(std::move(process)), m_onExit(std::move(onExit)) {
    m_loop.watch(m_process.get(), *this);
}

Child::~Child() {
    m_loop.unwatch(m_process.get(), *this);
    if (m_ended)
        return;
    signal(SIGKILL);
    siginfo_t info{};
    waitid(P_PIDFD, static_cast<id_t>(m_process.get()), &info, WEXITED);
}

void Child::signal(int number) const {
    if (!m_ended)
        syscall(SYS_pidfd_send_signal, m_process.get(), number, nullptr, 0);
}

void Child::say(std::string_view line) {
    m_lines->say(line);
}

void Child::onReady(bool) {
    siginfo_t info{};
    if (m_ended || waitid(P_PIDFD, static_cast<id_t>(m_process.get()), &info, WEXITED | WNOHANG) < 0
        || info.si_pid == 0)
        return;
    m_ended = true;
    // The owner usually destroys this child when told: not in the middle of our own call.
    m_loop.defer([tell = m_onExit, how = howItEnded(info)] { tell(how); });
}

} // namespace causeway::lab
