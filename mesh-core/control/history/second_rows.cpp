// SPDX-License-Identifier: Apache-2.0
#include "control/history/second_rows.h"

#include "base/log.h"

#include <algorithm>
#include <tuple>

namespace causeway::control {

namespace {

constexpr std::size_t kRowSamples = 256;
constexpr int kPacking = 1; // what is written every second has to be quick

Result<Statement> rangeOf(const Database& database, const std::string& sql,
                          const SecondRows::Range& range) {
    CAUSEWAY_TRY(Statement statement, database.prepare(sql.c_str()));
    statement.bind(1, range.from).bind(2, range.to).bind(3, range.upTo).bind(6, range.behind);
    return statement;
}

constexpr const char* kWhere = " FROM seconds WHERE start >= ?1 AND start < ?2 AND +id <= ?3 AND +id > ?6";

} // namespace

Status SecondRows::append(const Stretch& stretch, const std::vector<Encoded>& samples) const {
    CAUSEWAY_TRY(Statement insert,
                 m_database.prepare("INSERT INTO seconds(start, length, covered, first, last, "
                                    "bytes) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"));
    std::string bytes;
    std::size_t at = 0;
    do { // at least once: a second in which nothing happened is no gap
        const std::size_t end = std::min(at + kRowSamples, samples.size());
        bytes.clear();
        SeriesId last = 0;
        for (std::size_t i = at; i < end; ++i) {
            appendVarint(bytes, samples[i].series - last);
            appendVarint(bytes, samples[i].counts.size());
            bytes += samples[i].counts;
            last = samples[i].series;
        }
        const std::string packed = pack(bytes, kPacking);
        insert.bind(1, stretch.start).bind(2, stretch.length);
        insert.bind(3, static_cast<std::int64_t>(stretch.covered));
        insert.bind(4, std::int64_t(at < end ? samples[at].series : 0)).bind(5, std::int64_t(last));
        CAUSEWAY_CHECK(insert.bind(6, bytesOf(packed)).run());
        at = end;
    } while (at < samples.size());
    return {};
}

Status SecondRows::visit(const Range& range, const See& see) const {
    CAUSEWAY_TRY(auto rows, rowsOf(range));
    // Rows of the same series behind each other: whoever adds them up stays in a small memory.
    std::ranges::sort(
        rows, {}, [](const Row& row) { return std::tuple(row.first, row.stretch.start, row.id); });
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT bytes FROM seconds WHERE id = ?1"));
    for (const Row& row : rows) {
        CAUSEWAY_TRY(const bool isThere, statement.bind(1, row.id).step());
        if (!isThere)
            continue;
        const auto bytes = unpack(statement.text(0));
        statement.reset();
        if (!bytes) {
            log::warn("telemetry.db: row {} of seconds: {}", row.id, bytes.error().describe());
            continue;
        }
        ByteReader in(*bytes);
        for (SeriesId series = 0; !in.done();) {
            series += static_cast<SeriesId>(in.varint());
            const auto counts = in.take(in.varint());
            if (in.failed())
                break;
            if (series >= range.first && series <= range.last)
                see(row.stretch, series, counts);
        }
    }
    return {};
}

Result<std::vector<SecondRows::Row>> SecondRows::rowsOf(const Range& range) const {
    CAUSEWAY_TRY(Statement statement,
                 rangeOf(m_database,
                         std::string("SELECT start, length, covered, first, id") + kWhere
                             + " AND first <= ?5 AND last >= ?4",
                         range));
    statement.bind(4, std::int64_t(range.first)).bind(5, std::int64_t(range.last));
    std::vector<Row> rows;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            return rows;
        rows.push_back({.id = statement.integer(4),
                        .first = static_cast<SeriesId>(statement.integer(3)),
                        .stretch = {.start = statement.integer(0),
                                    .length = statement.integer(1),
                                    .covered = static_cast<std::uint64_t>(statement.integer(2))}});
    }
}

Result<std::vector<SecondRows::Stretch>> SecondRows::stretches(const Range& range) const {
    // From one to the next: a second has a hundred rows, which nobody has to look at for that.
    CAUSEWAY_TRY(Statement next,
                 m_database.prepare("SELECT start, length, covered FROM seconds WHERE (start, "
                                    "length, covered) > (?1, ?2, ?3) AND start < ?4 AND +id <= ?5 "
                                    "ORDER BY start, length, covered LIMIT 1"));
    std::vector<Stretch> stretches;
    Stretch last{.start = range.from, .length = 0, .covered = 0};
    for (;;) {
        next.bind(1, last.start).bind(2, last.length);
        next.bind(3, static_cast<std::int64_t>(last.covered)).bind(4, range.to).bind(5, range.upTo);
        CAUSEWAY_TRY(const bool row, next.step());
        if (!row)
            return stretches;
        last = {.start = next.integer(0),
                .length = next.integer(1),
                .covered = static_cast<std::uint64_t>(next.integer(2))};
        stretches.push_back(last);
        next.reset();
    }
}

Result<std::vector<SeriesId>> SecondRows::borders(const Range& range) const {
    // Rows of the second that has most of them: other seconds have much the same series.
    CAUSEWAY_TRY(Statement statement,
                 rangeOf(m_database,
                         std::string("SELECT DISTINCT last") + kWhere + " AND start = (SELECT start"
                             + kWhere
                             + " GROUP BY start ORDER BY count(*) DESC LIMIT 1) ORDER BY last",
                         range));
    std::vector<SeriesId> borders;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            break;
        borders.push_back(static_cast<SeriesId>(statement.integer(0)));
    }
    if (borders.empty() || borders.back() != UINT32_MAX)
        borders.push_back(UINT32_MAX);
    return borders;
}

Result<std::int64_t> SecondRows::newestId() const {
    CAUSEWAY_TRY(Statement statement, m_database.prepare("SELECT max(id) FROM seconds"));
    CAUSEWAY_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

Result<std::vector<Second>> SecondRows::minutes(Second before) const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT DISTINCT start - start % 60 FROM seconds WHERE start "
                                    "< ?1 ORDER BY 1"));
    statement.bind(1, before);
    std::vector<Second> minutes;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            return minutes;
        minutes.push_back(statement.integer(0));
    }
}

Result<std::optional<Second>> SecondRows::oldest() const {
    CAUSEWAY_TRY(Statement statement, m_database.prepare("SELECT min(start) FROM seconds"));
    CAUSEWAY_TRY(const bool row, statement.step());
    if (!row || statement.isNull(0))
        return std::nullopt;
    return statement.integer(0);
}

Status SecondRows::remove(const Range& range) const {
    CAUSEWAY_TRY(Statement statement, rangeOf(m_database, std::string("DELETE") + kWhere, range));
    return statement.run();
}

} // namespace causeway::control
