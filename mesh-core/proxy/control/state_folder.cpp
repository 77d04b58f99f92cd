// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/state_folder.h"

#include "base/bytes.h"
#include "net/socket.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace causeway::proxy {
namespace {

// The name may change only once the content is there, also after a power cut.
Status writeThrough(const std::string& path, std::string_view content) {
    const net::Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!fd.valid())
        return failErrno("write " + path, errno);
    while (!content.empty()) {
        const ssize_t count = ::write(fd.get(), content.data(), content.size());
        if (count < 0)
            return failErrno("write " + path, errno);
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fdatasync(fd.get()) != 0)
        return failErrno("write " + path, errno);
    return {};
}

} // namespace

Result<std::string> readFile(const std::string& path) {
    const net::Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid())
        return failErrno("read " + path, errno);
    std::string content;
    char chunk[16 * 1024];
    while (true) {
        const ssize_t count = ::read(fd.get(), chunk, sizeof chunk);
        if (count < 0)
            return failErrno("read " + path, errno);
        if (count == 0)
            return content;
        content.append(chunk, static_cast<std::size_t>(count));
    }
}

Result<StateFolder> StateFolder::open(std::string path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return failErrno("make the state folder " + path, errno);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return failErrno("look at the state folder " + path, errno);
    if (!S_ISDIR(status.st_mode))
        return fail(ErrorKind::InvalidInput, "the state folder " + path + " is no folder");
    if ((status.st_mode & 0077) != 0)
        return fail(ErrorKind::InvalidInput, "the state folder " + path
                                                 + " is open to others; run chmod 700 on it, "
                                                   "because private keys lie in it");
    return StateFolder(std::move(path));
}

std::string StateFolder::pathOf(std::string_view name) const {
    return m_path + "/" + std::string(name);
}

Result<std::string> StateFolder::read(std::string_view name) const {
    return readFile(pathOf(name));
}

Status StateFolder::write(std::string_view name, std::string_view content) const {
    const std::string path = pathOf(name);
    const std::string fresh = path + ".new";
    Status written = writeThrough(fresh, content);
    if (written && ::rename(fresh.c_str(), path.c_str()) != 0)
        written = failErrno("write " + path, errno);
    // Half a file would only take the room that is wanting.
    if (!written)
        ::unlink(fresh.c_str());
    return written;
}

} // namespace causeway::proxy
