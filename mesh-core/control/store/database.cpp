// SPDX-License-Identifier: Apache-2.0
#include "control/store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace causeway::control {

namespace {

ErrorKind kindOf(int code) {
    switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_NOMEM:
        return ErrorKind::Exhausted;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorKind::Unavailable;
    default:
        return ErrorKind::Io;
    }
}

tl::unexpected<Error> failure(sqlite3* database,
                              std::source_location where = std::source_location::current()) {
    const int code = sqlite3_extended_errcode(database);
    const char* file = sqlite3_db_filename(database, "main");
    std::string message = std::string(file ? file : "database") + ": " + sqlite3_errmsg(database);
    if (kindOf(code) == ErrorKind::Exhausted)
        message += "; free some space, nothing was changed";
    return fail(kindOf(code), std::move(message), where);
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement& Statement::bind(int position, std::int64_t value) {
    sqlite3_bind_int64(m_statement.get(), position, value);
    return *this;
}

Statement& Statement::bind(int position, std::string_view text) {
    sqlite3_bind_text(m_statement.get(), position, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bind(int position, ByteView blob) {
    // A null pointer would bind NULL instead of an empty blob.
    static const std::uint8_t nothing = 0;
    sqlite3_bind_blob(m_statement.get(), position, blob.empty() ? &nothing : blob.data(),
                      static_cast<int>(blob.size()), SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bindNull(int position) {
    sqlite3_bind_null(m_statement.get(), position);
    return *this;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    sqlite3* database = sqlite3_db_handle(m_statement.get());
    if (code != SQLITE_DONE) {
        auto failed = failure(database);
        reset();
        return failed;
    }
    reset();
    return false;
}

Status Statement::run() {
    CAUSEWAY_TRY(const bool row, step());
    CAUSEWAY_ASSERT(!row);
    return {};
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string Statement::text(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
    return data ? std::string(data, size) : std::string();
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

void Statement::reset() {
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
}

void Database::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Result<Database> Database::open(const std::string& path, Durability durability) {
    // SQLite would create the file with the umask's mode; what is in it is nobody else's business.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return failErrno("open " + path, errno);
    ::close(file);
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    if (code != SQLITE_OK)
        return fail(kindOf(code), "open " + path + ": " + sqlite3_errstr(code));
    CAUSEWAY_CHECK(database.execute("PRAGMA journal_mode=WAL; PRAGMA cache_size=-1024;"
                                    "PRAGMA wal_autocheckpoint=256;"
                                    "PRAGMA journal_size_limit=1048576;"));
    CAUSEWAY_CHECK(database.execute(durability == Durability::EveryCommit
                                        ? "PRAGMA synchronous=FULL"
                                        : "PRAGMA synchronous=NORMAL"));
    return database;
}

Result<Statement> Database::prepare(const char* sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(m_database.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr)
        != SQLITE_OK)
        return failure(m_database.get());
    return Statement(statement);
}

Status Database::execute(const char* sql) const {
    if (sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure(m_database.get());
    return {};
}

Status Database::checkIntact() const {
    const std::string file = sqlite3_db_filename(m_database.get(), "main");
    auto check = prepare("PRAGMA quick_check(1)");
    const auto row = check ? check->step() : tl::unexpected(check.error());
    const std::string found = !row ? row.error().message() : *row ? check->text(0) : "nothing";
    return found == "ok" ? Status() : fail(ErrorKind::Io, file + " is damaged: " + found);
}

tl::unexpected<Error> Database::rolledBack(Error why) const {
    // Some failures (a full disk) have rolled back by themselves; a second ROLLBACK is harmless.
    sqlite3_exec(m_database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    return tl::unexpected(std::move(why));
}

} // namespace causeway::control
