// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/lab_files.h"

#include "lab/fleet/objects.h"

#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>

namespace causeway::lab {
namespace fs = std::filesystem;
namespace {

Status made(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (!error)
        fs::permissions(path, fs::perms::owner_all, error);
    if (error)
        return failErrno("making directory " + path, error.value());
    return {};
}

Status cleared(const fs::path& path) {
    std::error_code error;
    fs::remove_all(path, error);
    if (error)
        return failErrno("removing " + path.string(), error.value());
    return {};
}

} // namespace

Status LabFiles::prepare(const Fleet& fleet) const {
    CAUSEWAY_CHECK(checkSocketPaths(fleet));
    CAUSEWAY_CHECK(made(m_root));
    // The lock is ours already.
    const auto foreign = [](const fs::directory_entry& entry) {
        return entry.path().filename() != "lab.lock";
    };
    if (!fs::exists(state()) && std::ranges::any_of(fs::directory_iterator(m_root), foreign))
        return fail(ErrorKind::AlreadyExists,
                    fmt::format("{} holds files that are not a lab's; give --dir an empty or a new "
                                "directory",
                                root()));
    CAUSEWAY_CHECK(cleared(m_root / "trust"));
    CAUSEWAY_CHECK(cleared(m_root / "logs"));
    CAUSEWAY_CHECK(made(m_root / "logs"));
    for (const auto& each : fleet.clusters) {
        CAUSEWAY_CHECK(cleared(cluster(each.name)));
        CAUSEWAY_CHECK(made(cluster(each.name)));
        CAUSEWAY_CHECK(made(tokens(each.name)));
    }
    return {};
}

Status LabFiles::checkSocketPaths(const Fleet& fleet) const {
    std::string longest = socket();
    const auto consider = [&](std::string path) {
        if (path.size() > longest.size())
            longest = std::move(path);
    };
    for (const auto& each : fleet.clusters) {
        consider(admin(each.name));
        consider(proxyAdmin(each.name, kGatewayInstance));
        for (const auto& instance : instancesOf(each))
            consider(proxyAdmin(each.name, instance.name));
    }
    constexpr auto kLimit = sizeof(sockaddr_un::sun_path) - 1;
    if (longest.size() <= kLimit)
        return {};
    return fail(ErrorKind::InvalidInput,
                fmt::format("--dir {}: a socket in it would be {}, {} characters, and Unix sockets "
                            "end at {}; give a directory whose path is at least {} shorter",
                            root(), longest, longest.size(), kLimit, longest.size() - kLimit));
}

Status writeFile(const std::string& path, const std::string& text) {
    const auto beside = path + ".new";
    errno = 0;
    {
        std::ofstream file(beside, std::ios::trunc);
        chmod(beside.c_str(), 0600);
        file << text << std::flush;
        if (!file)
            return failErrno("writing " + beside, errno);
    }
    if (std::rename(beside.c_str(), path.c_str()) < 0)
        return failErrno("renaming " + beside, errno);
    return {};
}

Result<std::string> readFile(const std::string& path) {
    errno = 0;
    std::ifstream file(path);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file.is_open() || file.bad())
        return failErrno("reading " + path, errno);
    return text;
}

} // namespace causeway::lab
