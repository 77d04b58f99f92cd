// SPDX-License-Identifier: Apache-2.0
#include "lab/process/run.h"

#include "base/scope_guard.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace causeway::lab {
namespace {

std::string contentOf(int fd) {
    std::string text;
    std::array<char, 4096> part;
    off_t offset = 0;
    for (ssize_t count; (count = pread(fd, part.data(), part.size(), offset)) > 0; offset += count)
        text.append(part.data(), static_cast<std::size_t>(count));
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

[[noreturn]] void become(const std::vector<std::string>& command, int input, int output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const auto& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    dprintf(STDERR_FILENO, "cannot start: %s", std::strerror(errno));
    _exit(127);
}

} // namespace

Status run(const std::vector<std::string>& command, std::string_view input) {
    const auto& program = command.front();
    // Files in memory and not pipes: nobody has to read and write at the same time.
    const int in = memfd_create("input", MFD_CLOEXEC);
    const int out = memfd_create("output", MFD_CLOEXEC);
    const ScopeGuard closing([&] {
        close(in);
        close(out);
    });
    if (in < 0 || out < 0 || pwrite(in, input.data(), input.size(), 0) < 0)
        return failErrno("preparing to run " + program, errno);

    const auto child = fork();
    if (child < 0)
        return failErrno("starting " + program, errno);
    if (child == 0)
        become(command, in, out);
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return failErrno("waiting for " + program, errno);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    return fail(ErrorKind::Io, program + ": " + contentOf(out));
}

} // namespace causeway::lab
