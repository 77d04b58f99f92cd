// SPDX-License-Identifier: Apache-2.0
#include "control/store/sqlite_store.h"

#include "base/log.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr std::int64_t kSchema = 1;
constexpr const char* kCreate = R"(
    CREATE TABLE IF NOT EXISTS history(
        key TEXT NOT NULL, revision INTEGER NOT NULL, value BLOB,
        create_revision INTEGER NOT NULL, version INTEGER NOT NULL,
        PRIMARY KEY(key, revision)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS history_by_revision ON history(revision);
    PRAGMA user_version = 1;)";

// A deletion is a row whose value is NULL.
constexpr const char* kFind = R"(
    SELECT key, value, create_revision, revision, version FROM history
    WHERE key = ?1 AND revision <= ?2 ORDER BY revision DESC LIMIT 1)";
constexpr const char* kRange = R"(
    SELECT key, value, create_revision, revision, version FROM history AS h
    WHERE key >= ?1 AND key < ?2 AND value IS NOT NULL AND revision =
        (SELECT max(revision) FROM history WHERE key = h.key AND revision <= ?3)
        AND key > ?4
    ORDER BY key LIMIT ?5)";
constexpr const char* kSince = R"(
    SELECT key, value, create_revision, revision, version FROM history
    WHERE revision >= ?1 AND key >= ?2 AND key < ?3 ORDER BY revision, key)";
constexpr const char* kAppend = R"(
    INSERT INTO history(key, revision, value, create_revision, version) VALUES(?1, ?2, ?3, ?4, ?5))";

// The first text after all that start with `prefix`: no UTF-8 text sorts above this character.
std::string endOf(const std::string& prefix) {
    return prefix + "\xf4\x8f\xbf\xbf";
}

KeyValue rowOf(const Statement& row) {
    return {.key = row.text(0),
            .value = row.text(1),
            .createRevision = static_cast<std::uint64_t>(row.integer(2)),
            .modRevision = static_cast<std::uint64_t>(row.integer(3)),
            .version = static_cast<std::uint64_t>(row.integer(4))};
}

Result<std::int64_t> integerOf(const Database& database, const char* sql) {
    CAUSEWAY_TRY(Statement statement, database.prepare(sql));
    CAUSEWAY_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

} // namespace

struct SqliteStore::Statements {
    Statement find;
    Statement range;
    Statement since;
    Statement append;
};

struct SqliteStore::Cursor {
    std::string prefix;
    std::uint64_t next; // revision to be delivered
    WatchCallback callback;
    bool ended = false;
};

class SqliteStore::CursorWatch final : public Watch {
public:
    CursorWatch(SqliteStore& store, std::shared_ptr<Cursor> cursor)
        : m_store(store), m_cursor(std::move(cursor)) {}
    ~CursorWatch() override { m_store.end(m_cursor); }

private:
    SqliteStore& m_store;
    std::shared_ptr<Cursor> m_cursor;
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path) {
    CAUSEWAY_TRY(Database database, Database::open(path, Durability::EveryCommit));
    if (const auto intact = database.checkIntact(); !intact)
        return fail(ErrorKind::Io, intact.error().message()
                                       + "; put a backup in its place: causeway-control restore "
                                         "--from FILE --state DIR");
    CAUSEWAY_TRY(const std::int64_t schema, integerOf(database, "PRAGMA user_version"));
    if (schema > kSchema)
        return fail(ErrorKind::InvalidInput,
                    path + ": written by a newer causeway-control (schema " + std::to_string(schema)
                        + ", this one knows " + std::to_string(kSchema)
                        + "); start that version, or give another --state");
    CAUSEWAY_CHECK(database.execute(kCreate));
    CAUSEWAY_TRY(const std::int64_t revision,
                 integerOf(database, "SELECT max(revision) FROM history"));
    CAUSEWAY_TRY(Statement find, database.prepare(kFind));
    CAUSEWAY_TRY(Statement range, database.prepare(kRange));
    CAUSEWAY_TRY(Statement since, database.prepare(kSince));
    CAUSEWAY_TRY(Statement append, database.prepare(kAppend));
    auto statements = std::make_unique<Statements>(
        Statements{std::move(find), std::move(range), std::move(since), std::move(append)});
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(database), std::move(statements),
                                                        static_cast<std::uint64_t>(revision)));
}

SqliteStore::SqliteStore(Database database, std::unique_ptr<Statements> statements,
                         std::uint64_t revision)
    : m_database(std::move(database)), m_statements(std::move(statements)), m_revision(revision),
      m_thread([this] { moveCursors(); }) {}

SqliteStore::~SqliteStore() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

std::uint64_t SqliteStore::revision() const {
    const std::lock_guard lock(m_mutex);
    return m_revision;
}

Status SqliteStore::isPast(std::uint64_t revision) const {
    if (revision <= m_revision)
        return {};
    return fail(ErrorKind::InvalidInput, "revision " + std::to_string(revision)
                                             + " is not there yet; the newest is "
                                             + std::to_string(m_revision));
}

Result<std::optional<KeyValue>> SqliteStore::get(const std::string& key,
                                                 std::uint64_t revision) const {
    const std::lock_guard lock(m_mutex);
    CAUSEWAY_CHECK(isPast(revision));
    return find(key, revision == 0 ? m_revision : revision);
}

Result<std::optional<KeyValue>> SqliteStore::find(const std::string& key,
                                                  std::uint64_t revision) const {
    Statement& statement = m_statements->find;
    statement.bind(1, key).bind(2, static_cast<std::int64_t>(revision));
    CAUSEWAY_TRY(const bool row, statement.step());
    if (!row)
        return std::nullopt;
    std::optional<KeyValue> found;
    if (!statement.isNull(1))
        found = rowOf(statement);
    statement.reset();
    return found;
}

Result<RangeResult> SqliteStore::range(const RangeRequest& request) const {
    const std::lock_guard lock(m_mutex);
    CAUSEWAY_CHECK(isPast(request.revision));
    const std::uint64_t revision = request.revision == 0 ? m_revision : request.revision;
    Statement& statement = m_statements->range;
    statement.bind(1, request.prefix)
        .bind(2, endOf(request.prefix))
        .bind(3, static_cast<std::int64_t>(revision))
        .bind(4, request.after)
        .bind(5, request.limit == 0 ? std::int64_t(-1) : static_cast<std::int64_t>(request.limit));
    RangeResult result{.items = {}, .revision = m_revision};
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            return result;
        result.items.push_back(rowOf(statement));
    }
}

Result<bool> SqliteStore::holds(const std::vector<Compare>& compares) const {
    for (const Compare& compare : compares) {
        CAUSEWAY_TRY(const auto found, find(compare.key, m_revision));
        if ((found ? found->modRevision : 0) != compare.modRevision)
            return false;
    }
    return true;
}

Result<Commit> SqliteStore::write(const Transaction& transaction) {
    const std::lock_guard lock(m_mutex);
    CAUSEWAY_TRY(const bool holding, holds(transaction.compares));
    if (!holding || transaction.operations.empty())
        return Commit{.succeeded = holding, .revision = m_revision};
    const std::uint64_t revision = m_revision + 1;
    bool changed = false; // deleting what is not there is not a revision
    CAUSEWAY_CHECK(m_database.transaction([&]() -> Status {
        for (const Operation& operation : transaction.operations) {
            CAUSEWAY_TRY(const bool appended, append(operation, revision));
            changed = changed || appended;
        }
        return {};
    }));
    if (changed)
        m_revision = revision;
    m_wake.notify_all();
    return Commit{.succeeded = true, .revision = m_revision};
}

Result<bool> SqliteStore::append(const Operation& operation, std::uint64_t revision) const {
    CAUSEWAY_TRY(const auto before, find(operation.key, revision));
    if (!before && !operation.value)
        return false;
    Statement& statement = m_statements->append;
    statement.bind(1, operation.key)
        .bind(2, static_cast<std::int64_t>(revision))
        .bind(4, static_cast<std::int64_t>(before ? before->createRevision : revision))
        .bind(5, static_cast<std::int64_t>(before ? before->version + 1 : 1));
    if (operation.value)
        statement.bind(3, bytesOf(*operation.value));
    else
        statement.bindNull(3);
    CAUSEWAY_CHECK(statement.run());
    return true;
}

Result<std::unique_ptr<Watch>>
SqliteStore::watch(const std::string& prefix, std::uint64_t fromRevision, WatchCallback callback) {
    auto cursor = std::make_shared<Cursor>(
        Cursor{.prefix = prefix, .next = fromRevision, .callback = std::move(callback)});
    {
        const std::lock_guard lock(m_mutex);
        m_cursors.push_back(cursor);
    }
    m_wake.notify_all();
    return std::make_unique<CursorWatch>(*this, std::move(cursor));
}

void SqliteStore::end(const std::shared_ptr<Cursor>& cursor) {
    std::unique_lock lock(m_mutex);
    cursor->ended = true;
    std::erase(m_cursors, cursor);
    if (std::this_thread::get_id() != m_thread.get_id())
        m_delivered.wait(lock, [&] { return m_delivering != cursor; });
}

void SqliteStore::moveCursors() {
    std::unique_lock lock(m_mutex);
    const auto behind = [&](const auto& cursor) { return cursor->next <= m_revision; };
    for (;;) {
        m_wake.wait(lock, [&] { return m_stopping || std::ranges::any_of(m_cursors, behind); });
        if (m_stopping)
            return;
        for (const auto& cursor : std::vector(m_cursors))
            if (!cursor->ended && behind(cursor))
                deliver(cursor, lock);
    }
}

void SqliteStore::deliver(const std::shared_ptr<Cursor>& cursor,
                          std::unique_lock<std::mutex>& lock) {
    const auto changes = changesFor(*cursor);
    if (!changes) {
        log::error("watching {}: {}; trying again in a second", cursor->prefix,
                   changes.error().describe());
        m_wake.wait_for(lock, std::chrono::seconds(1), [&] { return m_stopping; });
        return;
    }
    cursor->next = m_revision + 1;
    m_delivering = cursor;
    lock.unlock();
    for (auto first = changes->begin(); first != changes->end();) {
        const auto last = std::find_if(first, changes->end(), [&](const Change& change) {
            return change.revision != first->revision;
        });
        cursor->callback(first->revision, {first, last});
        first = last;
    }
    lock.lock();
    m_delivering = nullptr;
    m_delivered.notify_all();
}

Result<std::vector<Change>> SqliteStore::changesFor(const Cursor& cursor) const {
    Statement& statement = m_statements->since;
    statement.bind(1, static_cast<std::int64_t>(cursor.next))
        .bind(2, cursor.prefix)
        .bind(3, endOf(cursor.prefix));
    std::vector<Change> changes;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            return changes;
        KeyValue item = rowOf(statement);
        Change change{.key = item.key, .now = {}, .revision = item.modRevision};
        if (!statement.isNull(1))
            change.now = std::move(item);
        changes.push_back(std::move(change));
    }
}

} // namespace causeway::control
