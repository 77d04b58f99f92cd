// SPDX-License-Identifier: Apache-2.0
// Which number a series has in the files, and whose series a number is: a table of telemetry.db
// with a bounded memory in front. Numbers are given once and never again while a file may hold
// them. Belongs to one connection; one thread at a time.
#pragma once

#include "control/history/chunk_file.h"
#include "control/history/labels.h"
#include "control/store/database.h"

#include <array>
#include <optional>
#include <unordered_map>

namespace causeway::control {

class SeriesTable {
public:
    // Of each kind the numbers from one to the next.
    static constexpr std::array<SeriesId, 3> kFirst{1, 1U << 31U, 3U << 30U};
    struct Numbers {
        SeriesId first = 0;
        SeriesId last = 0;
    };
    [[nodiscard]] static Numbers numbersOf(SeriesKind kind);
    [[nodiscard]] static bool isOf(SeriesId id, SeriesKind kind) {
        return id >= numbersOf(kind).first && id <= numbersOf(kind).last;
    }
    static constexpr const char* kCreate = R"(
        CREATE TABLE IF NOT EXISTS series(
            id INTEGER PRIMARY KEY, labels BLOB NOT NULL UNIQUE, vantage INTEGER NOT NULL,
            source TEXT NOT NULL, service TEXT NOT NULL, cluster TEXT NOT NULL,
            link TEXT NOT NULL, rung INTEGER NOT NULL, seen INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS series_by_service ON series(service, source);
        CREATE INDEX IF NOT EXISTS series_by_source ON series(source);
        CREATE INDEX IF NOT EXISTS series_by_link ON series(link);)";

    explicit SeriesTable(const Database& database) : m_database(database) {}
    [[nodiscard]] Status load();

    // The number of these labels, made if there is none; within a transaction of the caller, who
    // says when that was rolled back. `day`: since 1970, in which the series is seen.
    [[nodiscard]] Result<SeriesId> idOf(const std::string& labels, std::int64_t day);
    void rolledBack();
    // Takes over a number that a file says; false when it is taken by other labels.
    [[nodiscard]] Result<bool> adopt(SeriesId id, const std::string& labels, std::int64_t day);
    // Forgets what was not seen since `day`.
    [[nodiscard]] Status forget(std::int64_t day);

    // Nothing when there is no such number. The reference holds until the next call.
    [[nodiscard]] Result<const std::string*> labels(SeriesId id);
    // Ascending; nothing: all of the kind.
    [[nodiscard]] Result<std::optional<std::vector<SeriesId>>>
    select(const Selection& select) const;

private:
    struct Known {
        SeriesId id = 0;
        std::int64_t day = 0;
    };
    [[nodiscard]] Status insert(SeriesId id, const std::string& labels, std::int64_t day);
    [[nodiscard]] Status seen(Known& known, std::int64_t day);
    [[nodiscard]] Result<std::optional<Known>> find(const std::string& labels);

    const Database& m_database;
    std::optional<Statement> m_find;
    std::optional<Statement> m_labels;
    std::unordered_map<std::string, Known> m_known;
    std::unordered_map<SeriesId, std::string> m_names;
    std::array<SeriesId, 3> m_next = kFirst; // by kind
};

} // namespace causeway::control
