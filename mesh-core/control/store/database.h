// SPDX-License-Identifier: Apache-2.0
// A thin hold on one SQLite file: statements that bind and read by position, errors as sentences.
// One thread at a time; the owner brings the mutex. Knows no table.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace causeway::control {

enum class Durability {
    EveryCommit, // synchronous=FULL: a commit that returned survives a power cut
    Checkpoints, // synchronous=NORMAL: the newest commits may be lost, never the file
};

class Statement {
public:
    Statement& bind(int position, std::int64_t value);
    Statement& bind(int position, std::string_view text);
    Statement& bind(int position, ByteView blob);
    Statement& bindNull(int position);

    // True: a row stands ready. False: done; the statement is reset and can be bound anew.
    [[nodiscard]] Result<bool> step();
    // Runs a statement that gives no rows.
    [[nodiscard]] Status run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] bool isNull(int column) const;
    void reset();

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    explicit Statement(sqlite3_stmt* statement) : m_statement(statement) {}

    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

class Database {
public:
    // Creates the file (0600) if it is not there. `path` stands in every error.
    [[nodiscard]] static Result<Database> open(const std::string& path, Durability durability);

    [[nodiscard]] Result<Statement> prepare(const char* sql) const;
    // One or several statements without parameters.
    [[nodiscard]] Status execute(const char* sql) const;
    // Io with what SQLite found when pages of the file are damaged.
    [[nodiscard]] Status checkIntact() const;
    // Runs `body` between BEGIN IMMEDIATE and COMMIT; rolls back when either fails.
    template <typename Body> [[nodiscard]] Status transaction(Body body) const {
        CAUSEWAY_CHECK(execute("BEGIN IMMEDIATE"));
        if (auto done = body(); !done)
            return rolledBack(std::move(done).error());
        if (auto committed = execute("COMMIT"); !committed)
            return rolledBack(std::move(committed).error());
        return {};
    }

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    explicit Database(sqlite3* database) : m_database(database) {}
    [[nodiscard]] tl::unexpected<Error> rolledBack(Error why) const;

    std::unique_ptr<sqlite3, Close> m_database;
};

} // namespace causeway::control
