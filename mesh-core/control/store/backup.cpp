// SPDX-License-Identifier: Apache-2.0
#include "control/store/backup.h"

#include "control/state_folder.h"
#include "control/store/sqlite_store.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace causeway::control {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kStore = "store.db";

// Databases come by their own way, and locks and half-written files are nobody's.
bool isKept(const fs::directory_entry& entry) {
    const auto name = entry.path().filename().string();
    return entry.is_regular_file() && name.find(".db") == name.npos && name != "lock"
           && !name.ends_with(".new");
}

Status syncFile(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failErrno("open " + path.string(), errno);
    const bool failed = ::fsync(file) != 0;
    const int why = errno;
    ::close(file);
    return failed ? failErrno("sync " + path.string(), why) : Status();
}

Status moveTo(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed)
        return failErrno("rename " + from.string() + " to " + to.string(), failed.value());
    return syncFile(to.parent_path().empty() ? fs::path(".") : to.parent_path());
}

Status addFiles(const Database& database, const fs::path& state) {
    CAUSEWAY_CHECK(
        database.execute("CREATE TABLE state_files(name TEXT PRIMARY KEY, content BLOB)"));
    CAUSEWAY_TRY(Statement insert,
                 database.prepare("INSERT INTO state_files(name, content) VALUES(?1, ?2)"));
    return database.transaction([&]() -> Status {
        for (const auto& entry : fs::directory_iterator(state)) {
            if (!isKept(entry))
                continue;
            CAUSEWAY_TRY(const std::string content, readFile(entry.path().string()));
            insert.bind(1, entry.path().filename().string()).bind(2, bytesOf(content));
            CAUSEWAY_CHECK(insert.run());
        }
        return {};
    });
}

Status copyStore(const fs::path& state, const fs::path& to) {
    if (!fs::exists(state / kStore))
        return fail(ErrorKind::InvalidInput,
                    state.string() + " is no state folder: it holds no " + std::string(kStore)
                        + "; of a store in etcd, etcdctl snapshot save makes a backup");
    CAUSEWAY_TRY(const Database store,
                 Database::open((state / kStore).string(), Durability::EveryCommit));
    CAUSEWAY_CHECK(store.checkIntact());
    CAUSEWAY_TRY(Statement copy, store.prepare("VACUUM INTO ?1"));
    copy.bind(1, to.string());
    CAUSEWAY_CHECK(copy.run());
    CAUSEWAY_TRY(const Database copied, Database::open(to.string(), Durability::EveryCommit));
    CAUSEWAY_CHECK(addFiles(copied, state));
    // Into the one file, since the write-ahead log does not go with it.
    return copied.execute("PRAGMA journal_mode=DELETE");
}

Result<bool> isBackup(const Database& database) {
    CAUSEWAY_TRY(Statement find,
                 database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'state_files'"));
    CAUSEWAY_TRY(const bool found, find.step());
    find.reset();
    return found;
}

struct Prepared {
    std::uint64_t revision = 0;
    std::vector<std::pair<std::string, std::string>> files; // of the state folder: name, content
};

Status readFiles(const Database& database, Prepared& prepared) {
    CAUSEWAY_TRY(Statement files, database.prepare("SELECT name, content FROM state_files"));
    for (;;) {
        CAUSEWAY_TRY(const bool row, files.step());
        if (!row)
            return {};
        const std::string name = files.text(0);
        if (name.empty() || name.find('/') != name.npos || name.starts_with('.'))
            return fail(ErrorKind::InvalidInput, "the backup names a file \"" + name + "\"");
        prepared.files.emplace_back(name, files.text(1));
    }
}

// Makes a store of the copy: the files are taken out of it.
Result<Prepared> prepareStore(const fs::path& copy, const fs::path& file) {
    auto database = Database::open(copy.string(), Durability::EveryCommit);
    const auto whole = database ? database->checkIntact() : tl::unexpected(database.error());
    const auto known = whole ? isBackup(*database) : tl::unexpected(whole.error());
    if (!known || !*known)
        return fail(ErrorKind::InvalidInput, file.string() + " is no backup of a control plane"
                                                 + (known ? "" : ": " + known.error().message()));
    Prepared prepared;
    CAUSEWAY_CHECK(readFiles(*database, prepared));
    CAUSEWAY_CHECK(database->execute("DROP TABLE state_files; VACUUM; PRAGMA journal_mode=DELETE"));
    CAUSEWAY_TRY(Statement newest, database->prepare("SELECT max(revision) FROM history"));
    CAUSEWAY_TRY(const bool row, newest.step());
    prepared.revision = row ? static_cast<std::uint64_t>(newest.integer(0)) : 0;
    newest.reset();
    return prepared;
}

// What was there is kept: it may hold what the backup does not.
Result<fs::path> setAside(const fs::path& state) {
    if (!fs::exists(state / kStore))
        return fs::path();
    fs::path aside;
    for (int i = 1; aside.empty() || fs::exists(aside); ++i)
        aside = state / (std::string(kStore) + ".before-restore-" + std::to_string(i));
    for (const char* suffix : {"-wal", "-shm", ""}) {
        const fs::path part = (state / kStore).string() + suffix;
        if (fs::exists(part))
            CAUSEWAY_CHECK(moveTo(part, aside.string() + suffix));
    }
    return aside;
}

} // namespace

Status backUp(const fs::path& state, const fs::path& file) {
    const fs::path half = file.string() + ".new";
    std::error_code ignored;
    fs::remove(half, ignored);
    // SQLite would make it with the umask's mode; into an empty file it writes.
    const int made = ::open(half.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0)
        return failErrno("make " + half.string(), errno);
    ::close(made);
    auto done = copyStore(state, half);
    if (done)
        done = syncFile(half);
    if (done)
        done = moveTo(half, file);
    if (!done)
        fs::remove(half, ignored);
    return done;
}

Result<Restored> restore(const fs::path& file, const fs::path& state) {
    CAUSEWAY_TRY(const StateFolder folder, StateFolder::open(state));
    const fs::path copy = state / (std::string(kStore) + ".new");
    std::error_code failed;
    fs::copy_file(file, copy, fs::copy_options::overwrite_existing, failed);
    if (failed)
        return failErrno("copy " + file.string() + " to " + copy.string(), failed.value());
    const auto prepared = prepareStore(copy, file);
    if (!prepared) {
        fs::remove(copy, failed);
        return tl::unexpected(prepared.error());
    }
    CAUSEWAY_TRY(const fs::path before, setAside(state));
    for (const auto& [name, content] : prepared->files)
        CAUSEWAY_CHECK(folder.write(name, content));
    CAUSEWAY_CHECK(moveTo(copy, state / kStore));
    return Restored{.revision = prepared->revision, .before = before};
}

} // namespace causeway::control
