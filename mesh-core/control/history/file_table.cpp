// SPDX-License-Identifier: Apache-2.0
#include "control/history/file_table.h"

#include <cerrno>
#include <dirent.h>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace causeway::control {

namespace {

constexpr std::string_view kSuffix = ".series";

std::string factOf(Second resolution) {
    return "kept-from-" + std::string(nameOf(resolution));
}

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

Result<std::vector<FileRow>> rowsOf(Statement statement) {
    std::vector<FileRow> files;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            return files;
        files.push_back({.id = statement.integer(0),
                         .span = {.step = statement.integer(1),
                                  .start = statement.integer(2),
                                  .length = statement.integer(3)},
                         .bytes = statement.integer(4)});
    }
}

} // namespace

std::string_view nameOf(Second resolution) {
    return resolution == 1 ? "1s" : resolution == 10 ? "10s" : "1min";
}

Status FileTable::load() {
    if (::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST)
        return failErrno("make the folder " + m_folder, errno);
    CAUSEWAY_TRY(Statement newest,
                 m_database.prepare("SELECT max(coalesce((SELECT max(id) FROM files), 0), "
                                    "coalesce((SELECT max(seq) FROM sqlite_sequence), 0))"));
    CAUSEWAY_TRY(const bool row, newest.step());
    m_nextId = row ? newest.integer(0) + 1 : 1;
    return {};
}

FileRow FileTable::make(ChunkSpan span) {
    return {.id = m_nextId++, .span = span, .bytes = 0};
}

std::string FileTable::pathOf(const FileRow& file) const {
    return m_folder + std::string(nameOf(file.span.step)) + "-" + std::to_string(file.span.start)
           + "-" + std::to_string(file.id) + std::string(kSuffix);
}

Status FileTable::add(const FileRow& file) const {
    CAUSEWAY_TRY(Statement insert,
                 m_database.prepare("INSERT INTO files(id, step, start, length, bytes) "
                                    "VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind(1, file.id).bind(2, file.span.step).bind(3, file.span.start);
    return insert.bind(4, file.span.length).bind(5, file.bytes).run();
}

Status FileTable::remove(const FileRow& file) const {
    CAUSEWAY_TRY(Statement remove, m_database.prepare("DELETE FROM files WHERE id = ?1"));
    return remove.bind(1, file.id).run();
}

void FileTable::unlink(const FileRow& file) const {
    // What stays because this fails is a stranger at the next start, and goes then.
    ::unlink(pathOf(file).c_str());
}

Result<std::vector<FileRow>> FileTable::all(Second resolution) const {
    return overlapping(resolution, INT64_MIN / 2, INT64_MAX / 2);
}

Result<std::vector<FileRow>> FileTable::overlapping(Second resolution, Second from,
                                                    Second to) const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT id, step, start, length, bytes FROM files WHERE step "
                                    "= ?1 AND start < ?3 AND start + length > ?2 ORDER BY start, "
                                    "id"));
    statement.bind(1, resolution).bind(2, from).bind(3, to);
    return rowsOf(std::move(statement));
}

Result<std::int64_t> FileTable::bytes(Second resolution) const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT coalesce(sum(bytes), 0) FROM files WHERE step = ?1"));
    CAUSEWAY_TRY(const bool row, statement.bind(1, resolution).step());
    return row ? statement.integer(0) : 0;
}

Result<std::vector<std::string>> FileTable::strangers() const {
    std::set<std::string> known;
    for (const Second resolution : kResolutions) {
        CAUSEWAY_TRY(const auto files, all(resolution));
        for (const FileRow& file : files)
            known.insert(pathOf(file).substr(m_folder.size()));
    }
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir(m_folder.c_str()));
    if (!folder)
        return failErrno("read the folder " + m_folder, errno);
    std::vector<std::string> strangers;
    while (const dirent* entry = ::readdir(folder.get())) {
        const std::string name = entry->d_name;
        const bool isOurs =
            name.ends_with(kSuffix) || name.ends_with(unfinishedName(std::string(kSuffix)));
        if (isOurs && !known.contains(name))
            strangers.push_back(name);
    }
    return strangers;
}

Result<Second> FileTable::keptFrom(Second resolution) const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT value FROM facts WHERE name = ?1"));
    CAUSEWAY_TRY(const bool row, statement.bind(1, factOf(resolution)).step());
    return row ? statement.integer(0) : 0;
}

Status FileTable::setKeptFrom(Second resolution, Second from) const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("INSERT OR REPLACE INTO facts(name, value) VALUES(?1, ?2)"));
    return statement.bind(1, factOf(resolution)).bind(2, from).run();
}

} // namespace causeway::control
