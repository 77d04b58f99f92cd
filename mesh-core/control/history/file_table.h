// SPDX-License-Identifier: Apache-2.0
// Which chunk files there are: a table of telemetry.db that says what counts, and the folder beside
// it. A file counts from the transaction on that names it; what the table does not name is removed
// at start. One thread; transactions are the caller's.
#pragma once

#include "control/history/chunk_file.h"
#include "control/store/database.h"

#include <array>

namespace causeway::control {

// From the finest on. Each minute is in the files of all three, until these are given up.
inline constexpr std::array<Second, 3> kResolutions{1, 10, 60};
[[nodiscard]] std::string_view nameOf(Second resolution); // "1s"

struct FileRow {
    std::int64_t id = 0;
    ChunkSpan span;
    std::int64_t bytes = 0;
};

class FileTable {
public:
    static constexpr const char* kCreate = R"(
        CREATE TABLE IF NOT EXISTS files(
            id INTEGER PRIMARY KEY AUTOINCREMENT, step INTEGER NOT NULL, start INTEGER NOT NULL,
            length INTEGER NOT NULL, bytes INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS files_by_start ON files(step, start);
        CREATE TABLE IF NOT EXISTS facts(
            name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;)";

    // `folder`: with a slash at its end.
    FileTable(const Database& database, std::string folder)
        : m_database(database), m_folder(std::move(folder)) {}
    // Makes the folder if it is not there.
    [[nodiscard]] Status load();

    // A name that no file has yet.
    [[nodiscard]] FileRow make(ChunkSpan span);
    [[nodiscard]] std::string pathOf(const FileRow& file) const;
    [[nodiscard]] const std::string& folder() const { return m_folder; }

    [[nodiscard]] Status add(const FileRow& file) const;
    [[nodiscard]] Status remove(const FileRow& file) const;
    // From the disk; a file that is gone already is fine.
    void unlink(const FileRow& file) const;
    // Ascending by start.
    [[nodiscard]] Result<std::vector<FileRow>> all(Second resolution) const;
    // Those with something in [from, to), ascending.
    [[nodiscard]] Result<std::vector<FileRow>> overlapping(Second resolution, Second from,
                                                           Second to) const;
    [[nodiscard]] Result<std::int64_t> bytes(Second resolution) const;
    // Names of chunk files in the folder, finished or not, that the table does not name.
    [[nodiscard]] Result<std::vector<std::string>> strangers() const;

    // Nothing older is kept at this resolution.
    [[nodiscard]] Result<Second> keptFrom(Second resolution) const;
    [[nodiscard]] Status setKeptFrom(Second resolution, Second from) const;

private:
    const Database& m_database;
    std::string m_folder;
    std::int64_t m_nextId = 1;
};

} // namespace causeway::control
