// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/lab_lock.h"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace causeway::lab {
namespace {

// What the holder wrote into the file.
pid_t pidIn(int fd) {
    std::array<char, 32> text{};
    const auto count = pread(fd, text.data(), text.size(), 0);
    pid_t pid = 0;
    if (count > 0)
        std::from_chars(text.data(), text.data() + count, pid);
    return pid;
}

// Asking about it does not take it, as with flock(2) it would.
struct flock wholeFile() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

} // namespace

Result<LabLock> LabLock::take(const std::string& path) {
    net::Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.valid())
        return failErrno("opening " + path, errno);
    auto lock = wholeFile();
    if (fcntl(file.get(), F_OFD_SETLK, &lock) < 0) {
        if (errno != EAGAIN && errno != EACCES)
            return failErrno("locking " + path, errno);
        return fail(ErrorKind::AlreadyExists,
                    fmt::format("a lab runs here already, as process {} (it holds {}); end it with "
                                "\"causeway-lab down\" or give another --dir",
                                pidIn(file.get()), path));
    }
    const auto pid = fmt::format("{}\n", getpid());
    if (ftruncate(file.get(), 0) < 0
        || pwrite(file.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
        return failErrno("writing " + path, errno);
    return LabLock(std::move(file));
}

std::optional<pid_t> LabLock::holder(const std::string& path) {
    const net::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    auto lock = wholeFile();
    if (!file.valid() || fcntl(file.get(), F_OFD_GETLK, &lock) < 0 || lock.l_type == F_UNLCK)
        return std::nullopt;
    return pidIn(file.get());
}

} // namespace causeway::lab
