// SPDX-License-Identifier: Apache-2.0
#include "control/history/set_aside.h"

#include "control/history/chunk_file.h"
#include "control/store/database.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace causeway::control {

namespace {

// What SQLite says of files that are no database, or not any more.
bool saysDamage(const std::string& text) {
    return text.find("file is not a database") != std::string::npos
           || text.find("database disk image is malformed") != std::string::npos;
}

// Empty: nothing is wrong.
Result<std::string> damageOf(const std::string& path) {
    const auto verdict = [](const Error& error) -> Result<std::string> {
        if (saysDamage(error.message()))
            return error.message();
        return tl::unexpected(error);
    };
    const auto database = Database::open(path, Durability::EveryCommit);
    if (!database)
        return verdict(database.error());
    auto check = database->prepare("PRAGMA quick_check(1)");
    if (!check)
        return verdict(check.error());
    const auto row = check->step();
    if (!row)
        return verdict(row.error());
    const std::string said = *row ? check->text(0) : "nothing";
    return said == "ok" ? std::string() : said;
}

std::string dateOf(WallTime now) {
    const std::time_t time = std::chrono::system_clock::to_time_t(
        std::chrono::floor<std::chrono::system_clock::duration>(now));
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts)};
}

} // namespace

Result<std::optional<SetAside>> setAsideIfDamaged(const std::string& path, WallTime now) {
    if (::access(path.c_str(), F_OK) != 0)
        return std::nullopt;
    CAUSEWAY_TRY(const std::string found, damageOf(path));
    if (found.empty())
        return std::nullopt;
    SetAside aside{.name = path + ".damaged-" + dateOf(now), .found = found};
    for (int more = 2; ::access(aside.name.c_str(), F_OK) == 0; ++more)
        aside.name = path + ".damaged-" + dateOf(now) + "-" + std::to_string(more);
    // The log first: beside a new database it would be taken for that one's.
    for (const char* suffix : {"-wal", "-shm", ""})
        if (::rename((path + suffix).c_str(), (aside.name + suffix).c_str()) != 0
            && errno != ENOENT)
            return failErrno("rename " + path + suffix + " to " + aside.name + suffix, errno);
    CAUSEWAY_CHECK(syncFolderOf(path));
    return aside;
}

} // namespace causeway::control
