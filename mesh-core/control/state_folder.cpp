// SPDX-License-Identifier: Apache-2.0
#include "control/state_folder.h"

#include "base/scope_guard.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

namespace causeway::control {

namespace {

Status writeAll(int file, std::string_view content, const std::string& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failErrno("write " + path, errno);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0)
        return failErrno("write " + path, errno);
    return {};
}

} // namespace

Result<StateFolder> StateFolder::open(const std::filesystem::path& path) {
    std::error_code failed;
    std::filesystem::create_directories(path, failed);
    if (failed)
        return failErrno("make --state folder " + path.string(), failed.value());
    if (::chmod(path.c_str(), 0700) != 0)
        return failErrno("close --state folder " + path.string() + " to others", errno);
    const std::string lockPath = path / "lock";
    const int lock = ::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return failErrno("open " + lockPath, errno);
    StateFolder folder(path, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorKind::AlreadyExists,
                    path.string()
                        + ": another causeway-control uses this --state folder; stop it, or give "
                          "this one a folder of its own");
    return folder;
}

StateFolder::StateFolder(StateFolder&& other) noexcept
    : m_path(std::move(other.m_path)), m_lock(std::exchange(other.m_lock, -1)) {}

StateFolder::~StateFolder() {
    if (m_lock >= 0)
        ::close(m_lock);
}

Result<std::optional<std::string>> StateFolder::read(std::string_view name) const {
    if (!std::filesystem::exists(m_path / name))
        return std::nullopt;
    CAUSEWAY_TRY(std::string content, readFile(path(name)));
    return content;
}

Status StateFolder::write(std::string_view name, std::string_view content) const {
    const std::string target = path(name);
    const std::string fresh = target + ".new";
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return failErrno("open " + fresh, errno);
    const ScopeGuard close([&] { ::close(file); });
    CAUSEWAY_CHECK(writeAll(file, content, fresh));
    if (::rename(fresh.c_str(), target.c_str()) != 0)
        return failErrno("replace " + target, errno);
    return {};
}

Result<std::string> readFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failErrno("read " + path, errno);
    const ScopeGuard close([&] { ::close(file); });
    std::string content;
    char buffer[8192];
    for (;;) {
        const ssize_t count = ::read(file, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno("read " + path, errno);
        if (count == 0)
            return content;
        content.append(buffer, static_cast<std::size_t>(count));
    }
}

} // namespace causeway::control
