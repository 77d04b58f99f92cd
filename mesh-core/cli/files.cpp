// SPDX-License-Identifier: Apache-2.0
#include "cli/files.h"

#include "base/scope_guard.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <unistd.h>

namespace causeway::cli {

namespace fs = std::filesystem;

namespace {

Status writeAll(int descriptor, std::string_view text, const fs::path& path) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR)
            return failErrno("write " + path.string(), errno);
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    if (::fsync(descriptor) != 0)
        return failErrno("write " + path.string(), errno);
    return {};
}

// Written beside its place and then put there: link() refuses what exists, rename() replaces it.
Status write(const fs::path& path, std::string_view text, mode_t mode, Existing existing) {
    const std::string draft = path.string() + ".new." + std::to_string(::getpid());
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0)
        return failErrno("write " + path.string(), errno);
    const ScopeGuard cleanUp([&] {
        ::close(descriptor);
        ::unlink(draft.c_str());
    });
    CAUSEWAY_CHECK(writeAll(descriptor, text, path));
    const bool isPut = existing == Existing::Replace ? ::rename(draft.c_str(), path.c_str()) == 0
                                                     : ::link(draft.c_str(), path.c_str()) == 0;
    if (!isPut && errno == EEXIST)
        return fail(ErrorKind::AlreadyExists,
                    path.string() + " is there already; name another folder, or remove it first");
    if (!isPut)
        return failErrno("write " + path.string(), errno);
    return {};
}

} // namespace

Result<std::string> readFile(const fs::path& path) {
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return failErrno("read " + path.string(), errno != 0 ? errno : EIO);
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

Status writePrivate(const fs::path& path, std::string_view text, Existing existing) {
    return write(path, text, 0600, existing);
}

Status writePublic(const fs::path& path, std::string_view text, Existing existing) {
    return write(path, text, 0644, existing);
}

Status makeFolder(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error)
        return failErrno("make the folder " + path.string(), error.value());
    return {};
}

Result<std::string> readAsOne(const std::vector<std::string>& files) {
    std::string yaml;
    for (const auto& file : files) {
        std::string text;
        if (file == "-") {
            text.assign(std::istreambuf_iterator<char>(std::cin), {});
        } else {
            CAUSEWAY_TRY(text, readFile(file));
        }
        yaml += (yaml.empty() ? "" : "\n---\n") + text;
    }
    return yaml;
}

} // namespace causeway::cli
