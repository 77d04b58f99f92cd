// SPDX-License-Identifier: Apache-2.0
// The durable front of the history: what was counted, as rows of telemetry.db, a few hundred series
// in each, until whole minutes of it go to files. Table of one connection; the owner brings the
// thread and, where several rows belong together, the transaction.
#pragma once

#include "control/history/chunk_file.h"
#include "control/history/series_chunk.h"
#include "control/store/database.h"

#include <functional>
#include <optional>

namespace causeway::control {

inline constexpr Second kMinute = 60;
[[nodiscard]] constexpr Second floorTo(Second second, Second step) {
    return second - second % step;
}

class SecondRows {
public:
    static constexpr const char* kCreate = R"(
        CREATE TABLE IF NOT EXISTS seconds(
            id INTEGER PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL,
            covered INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            bytes BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS seconds_by_start
            ON seconds(start, length, covered, first, last);)";

    // One second, or ten of a telemetry.db of before there were files.
    struct Stretch {
        Second start = 0;
        Second length = 1;
        std::uint64_t covered = 1; // bits by second
    };
    struct Encoded {
        SeriesId series = 0;
        std::string_view counts; // as appendCounts() writes them
    };
    // Samples of these series in minutes [from, to); rows up to the number `upTo` only, and only
    // behind the number `behind`.
    struct Range {
        Second from = 0;
        Second to = 0;
        std::int64_t upTo = INT64_MAX;
        std::int64_t behind = 0;
        SeriesId first = 0;
        SeriesId last = UINT32_MAX;
    };
    using See = std::function<void(const Stretch&, SeriesId, std::string_view)>;

    explicit SecondRows(const Database& database) : m_database(database) {}

    // `samples`: ascending. Within a transaction of the caller.
    [[nodiscard]] Status append(const Stretch& stretch, const std::vector<Encoded>& samples) const;
    // Of each series ascending by time; the bytes hold during the call.
    [[nodiscard]] Status visit(const Range& range, const See& see) const;
    // What is covered, each stretch as often as it was written.
    [[nodiscard]] Result<std::vector<Stretch>> stretches(const Range& range) const;
    // Numbers of series at which an equal share of the rows' samples ends.
    [[nodiscard]] Result<std::vector<SeriesId>> borders(const Range& range) const;

    [[nodiscard]] Result<std::int64_t> newestId() const;
    // Minutes before `before` of which there are rows, ascending.
    [[nodiscard]] Result<std::vector<Second>> minutes(Second before) const;
    [[nodiscard]] Result<std::optional<Second>> oldest() const;
    [[nodiscard]] Status remove(const Range& range) const;

private:
    struct Row {
        std::int64_t id = 0;
        SeriesId first = 0;
        Stretch stretch;
    };
    [[nodiscard]] Result<std::vector<Row>> rowsOf(const Range& range) const;

    const Database& m_database;
};

} // namespace causeway::control
