// SPDX-License-Identifier: Apache-2.0
#include "control/collect/history.h"

#include "causeway/v1/admin.pb.h"
#include "control/collect/probe_sums.h"
#include "control/collect/sample_sums.h"

#include <algorithm>
#include <utility>

namespace causeway::control {

namespace {

// Seconds arrive as rows of their own (`second` set) and are folded into one a bucket (NULL).
constexpr const char* kCreate = R"(
    CREATE TABLE IF NOT EXISTS samples(
        id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, second INTEGER,
        covered INTEGER NOT NULL, edges BLOB NOT NULL);
    CREATE INDEX IF NOT EXISTS samples_by_bucket ON samples(bucket);
    CREATE TABLE IF NOT EXISTS counted(
        proxy TEXT NOT NULL, epoch INTEGER NOT NULL, floor INTEGER NOT NULL, above TEXT NOT NULL,
        last_report INTEGER NOT NULL, PRIMARY KEY(proxy, epoch)) WITHOUT ROWID;
    PRAGMA user_version = 1;)";
constexpr const char* kInsert =
    "INSERT INTO samples(bucket, second, covered, edges) VALUES(?1, ?2, ?3, ?4)";
constexpr const char* kCount = "INSERT OR REPLACE INTO counted(proxy, epoch, floor, above, "
                               "last_report) VALUES(?1,?2,?3,?4,?5)";
// Rows of seconds that a late report repeats cover their second once.
constexpr const char* kRange =
    "SELECT bucket, covered, second, edges FROM samples WHERE bucket >= ?1 AND bucket < ?2 "
    "ORDER BY bucket, second";
constexpr const char* kUnfolded =
    "SELECT DISTINCT bucket FROM samples WHERE second IS NOT NULL AND bucket < ?1 LIMIT 8";

constexpr Second bucketOf(Second second) {
    return second - second % History::kBucketSeconds;
}

// Serialised messages behind each other are one message with the fields of all.
std::string joined(const std::vector<EdgeBytes>& parts) {
    std::string bytes;
    for (const EdgeBytes& part : parts)
        bytes += *part;
    return bytes;
}

std::string join(const std::set<std::uint64_t>& numbers) {
    std::string text;
    for (const std::uint64_t number : numbers)
        text += (text.empty() ? "" : ",") + std::to_string(number);
    return text;
}

std::set<std::uint64_t> split(const std::string& text) {
    std::set<std::uint64_t> numbers;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 0;
        numbers.insert(std::stoull(text.substr(at), &length));
        at += length + 1;
    }
    return numbers;
}

} // namespace

Result<History> History::open(const std::string& path, Limits limits) {
    CAUSEWAY_TRY(Database database, Database::open(path, Durability::EveryCommit));
    CAUSEWAY_CHECK(database.execute(kCreate));
    return History(std::move(database), limits);
}

Status History::append(const std::vector<SecondOfEdges>& seconds, const Progresses& counted) {
    return m_database.transaction([&]() -> Status {
        CAUSEWAY_TRY(Statement insert, m_database.prepare(kInsert));
        for (const SecondOfEdges& second : seconds) {
            insert.bind(1, bucketOf(second.second)).bind(2, second.second).bind(3, std::int64_t(1));
            CAUSEWAY_CHECK(insert.bind(4, bytesOf(joined(second.edges))).run());
        }
        CAUSEWAY_TRY(Statement count, m_database.prepare(kCount));
        for (const auto& [process, progress] : counted) {
            count.bind(1, process.proxy).bind(2, static_cast<std::int64_t>(process.epoch));
            count.bind(3, static_cast<std::int64_t>(progress.floor)).bind(4, join(progress.above));
            CAUSEWAY_CHECK(count.bind(5, progress.lastReport.time_since_epoch().count()).run());
        }
        return {};
    });
}

Status History::visit(Second from, Second to, const std::function<void(const Bucket&)>& see) const {
    CAUSEWAY_TRY(Statement statement, m_database.prepare(kRange));
    statement.bind(1, from).bind(2, to);
    Bucket bucket;
    Second lastSecond = -1;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!bucket.edges.empty() && (!row || bucket.start != statement.integer(0)))
            see(std::exchange(bucket, {}));
        if (!row)
            return {};
        bucket.start = statement.integer(0);
        const Second second = statement.isNull(2) ? -1 : statement.integer(2);
        if (second == -1 || second != lastSecond)
            bucket.coveredSeconds += static_cast<std::uint32_t>(statement.integer(1));
        bucket.coveredSeconds = std::min<std::uint32_t>(bucket.coveredSeconds, kBucketSeconds);
        bucket.edges.push_back(std::make_shared<const std::string>(statement.text(3)));
        lastSecond = second;
    }
}

Result<History::Progresses> History::progresses() const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT proxy, epoch, floor, above, last_report FROM counted"));
    Progresses progresses;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            return progresses;
        progresses.emplace_back(
            ProcessKey{.proxy = statement.text(0),
                       .epoch = static_cast<std::uint64_t>(statement.integer(1))},
            Counted::Progress{.floor = static_cast<std::uint64_t>(statement.integer(2)),
                              .above = split(statement.text(3)),
                              .lastReport = WallTime(Duration(statement.integer(4)))});
    }
}

Status History::compact(Second before) {
    std::vector<Second> unfolded;
    CAUSEWAY_TRY(Statement statement, m_database.prepare(kUnfolded));
    statement.bind(1, bucketOf(before));
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            break;
        unfolded.push_back(statement.integer(0));
    }
    for (const Second bucket : unfolded)
        CAUSEWAY_CHECK(fold(bucket));
    return {};
}

Status History::fold(Second start) {
    SampleSums sums;
    ProbeSums probes;
    std::uint32_t covered = 0;
    CAUSEWAY_CHECK(visit(start, start + 1, [&](const Bucket& bucket) {
        covered = bucket.coveredSeconds;
        for (const EdgeBytes& edges : bucket.edges) {
            sums.addSerialized(*edges);
            probes.addSerialized(*edges);
        }
    }));
    v1::EdgeTick tick;
    *tick.mutable_edges() = sums.take();
    *tick.mutable_probes() = probes.take();
    const std::string edges = tick.SerializeAsString();
    return m_database.transaction([&]() -> Status {
        CAUSEWAY_TRY(Statement remove, m_database.prepare("DELETE FROM samples WHERE bucket = ?1"));
        CAUSEWAY_CHECK(remove.bind(1, start).run());
        CAUSEWAY_TRY(Statement insert, m_database.prepare(kInsert));
        insert.bind(1, start).bindNull(2).bind(3, std::int64_t(covered));
        return insert.bind(4, bytesOf(edges)).run();
    });
}

Result<std::int64_t> History::usedBytes() const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT (page_count - freelist_count) * page_size FROM "
                                    "pragma_page_count, pragma_freelist_count, pragma_page_size"));
    CAUSEWAY_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

Status History::prune(Second now, const std::vector<ProcessKey>& forgotten) {
    CAUSEWAY_TRY(Statement forget,
                 m_database.prepare("DELETE FROM counted WHERE proxy = ?1 AND epoch = ?2"));
    for (const ProcessKey& process : forgotten)
        CAUSEWAY_CHECK(
            forget.bind(1, process.proxy).bind(2, static_cast<std::int64_t>(process.epoch)).run());
    CAUSEWAY_TRY(Statement remove, m_database.prepare("DELETE FROM samples WHERE bucket < ?1"));
    CAUSEWAY_CHECK(remove.bind(1, now - m_limits.seconds).run());
    CAUSEWAY_TRY(const std::int64_t used, usedBytes());
    if (used <= m_limits.bytes)
        return {};
    // A tenth at a time: deleting row by row at the limit would repeat itself every second.
    return m_database.execute("DELETE FROM samples WHERE id IN (SELECT id FROM samples ORDER BY "
                              "bucket LIMIT (SELECT count(*) / 10 + 1 FROM samples))");
}

} // namespace causeway::control
