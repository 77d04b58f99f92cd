// SPDX-License-Identifier: Apache-2.0
// The store in one SQLite file: write-ahead log, every commit synced. History is the only table;
// what is current is the newest row of a key. Safe on any thread. Watches are cursors into the
// history, moved by one thread of its own, so that a slow watcher never delays a writer.
#pragma once

#include "control/store/database.h"
#include "control/store/store.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace causeway::control {

class SqliteStore final : public Store {
public:
    // Fails on a file that is not ours or was written by a newer version.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::string& path);
    ~SqliteStore() override;

    [[nodiscard]] Result<std::optional<KeyValue>> get(const std::string& key,
                                                      std::uint64_t revision) const override;
    [[nodiscard]] Result<RangeResult> range(const RangeRequest& request) const override;
    [[nodiscard]] Result<Commit> write(const Transaction& transaction) override;
    [[nodiscard]] Result<std::unique_ptr<Watch>>
    watch(const std::string& prefix, std::uint64_t fromRevision, WatchCallback callback) override;
    [[nodiscard]] std::uint64_t revision() const override;

private:
    struct Cursor;
    class CursorWatch;
    struct Statements;

    SqliteStore(Database database, std::unique_ptr<Statements> statements, std::uint64_t revision);
    [[nodiscard]] Status isPast(std::uint64_t revision) const; // InvalidInput: of the future
    [[nodiscard]] Result<std::optional<KeyValue>> find(const std::string& key,
                                                       std::uint64_t revision) const;
    [[nodiscard]] Result<bool> holds(const std::vector<Compare>& compares) const;
    [[nodiscard]] Result<bool> append(const Operation& operation, std::uint64_t revision) const;
    [[nodiscard]] Result<std::vector<Change>> changesFor(const Cursor& cursor) const;
    void moveCursors();
    void deliver(const std::shared_ptr<Cursor>& cursor, std::unique_lock<std::mutex>& lock);
    void end(const std::shared_ptr<Cursor>& cursor);

    mutable std::mutex m_mutex;
    Database m_database;
    std::unique_ptr<Statements> m_statements;
    std::uint64_t m_revision;
    std::vector<std::shared_ptr<Cursor>> m_cursors;
    std::shared_ptr<Cursor> m_delivering;
    bool m_stopping = false;
    std::condition_variable m_wake;
    std::condition_variable m_delivered;
    std::thread m_thread;
};

} // namespace causeway::control
