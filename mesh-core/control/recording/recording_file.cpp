// SPDX-License-Identifier: Apache-2.0
#include "control/recording/recording_file.h"

#include <algorithm>
#include <array>

namespace causeway::control {

namespace {

// `first` and `last` are seconds after the bucket's start: small numbers take a byte or two. The
// order of the key lets an hour be deleted from one end.
constexpr const char* kCreate = R"(
    CREATE TABLE IF NOT EXISTS names(
        id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, bucket INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS tuples(
        bucket INTEGER NOT NULL, service INTEGER NOT NULL, path INTEGER NOT NULL,
        identity INTEGER NOT NULL, workload INTEGER NOT NULL, network BLOB NOT NULL,
        method INTEGER NOT NULL, host INTEGER NOT NULL, headers INTEGER NOT NULL,
        port INTEGER NOT NULL, verdict INTEGER NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY(bucket, service, path, identity, workload, network, method, host, headers,
                    port, verdict)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS given_up(bucket INTEGER PRIMARY KEY, requests INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS heard(
        proxy TEXT NOT NULL, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY(proxy, epoch)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    PRAGMA user_version = 1;)";
constexpr const char* kMerge =
    " ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, "
    "excluded.last), count = count + excluded.count";
constexpr const char* kColumns =
    "INSERT INTO tuples(bucket, service, path, identity, workload, network, method, host, headers, "
    "port, verdict, first, last, count) ";
constexpr const char* kName =
    "INSERT INTO names(text, bucket) VALUES(?1, ?2) ON CONFLICT(text) DO UPDATE SET bucket = "
    "max(bucket, excluded.bucket) RETURNING id";
constexpr const char* kFold =
    "SELECT ?2, service, path, identity, workload, network, method, host, headers, port, verdict, "
    "first + ?1 - ?2, last + ?1 - ?2, count FROM tuples WHERE bucket = ?1";
constexpr Second kForgetProcess = 24 * RecordingFile::kHour;
constexpr std::size_t kMaxNames = 20'000;
constexpr int kMostDropped = 50; // buckets at once

Second hourOf(Second second) {
    return second - second % RecordingFile::kHour;
}

ByteView octetsOf(const IpAddress& address) {
    const ByteView all(address.octets());
    return address.isV4() ? all.subspan(12) : all;
}

} // namespace

Result<RecordingFile> RecordingFile::open(const std::string& path, Limits limits, Second now) {
    CAUSEWAY_TRY(Database database, Database::open(path, Durability::EveryCommit));
    CAUSEWAY_CHECK(database.execute(kCreate));
    RecordingFile file(std::move(database), limits);
    CAUSEWAY_TRY(const auto keptFrom, file.fact("kept-from"));
    if (keptFrom == 0)
        CAUSEWAY_CHECK(file.setFact("kept-from", now));
    return file;
}

Result<std::int64_t> RecordingFile::fact(std::string_view name) const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT value FROM facts WHERE name = ?1"));
    CAUSEWAY_TRY(const bool row, statement.bind(1, name).step());
    return row ? statement.integer(0) : 0;
}

Status RecordingFile::setFact(std::string_view name, std::int64_t value) const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("INSERT OR REPLACE INTO facts(name, value) VALUES(?1, ?2)"));
    return statement.bind(1, name).bind(2, value).run();
}

Status RecordingFile::append(const Batch& batch, Second now) {
    auto done = m_database.transaction([&] { return addAll(batch, now); });
    if (!done)
        m_names.clear(); // some of them were rolled back
    return done;
}

Status RecordingFile::addAll(const Batch& batch, Second now) {
    std::uint64_t givenUp = batch.givenUp;
    const auto sql =
        std::string(kColumns) + "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)" + kMerge;
    CAUSEWAY_TRY(Statement insert, m_database.prepare(sql.c_str()));
    for (const auto& sample : batch.requests)
        CAUSEWAY_CHECK(add(sample, insert, givenUp));
    if (givenUp > 0) {
        CAUSEWAY_TRY(Statement count,
                     m_database.prepare("INSERT INTO given_up(bucket, requests) VALUES(?1, ?2) ON "
                                        "CONFLICT DO UPDATE SET requests = requests + "
                                        "excluded.requests"));
        CAUSEWAY_CHECK(
            count.bind(1, hourOf(now)).bind(2, static_cast<std::int64_t>(givenUp)).run());
    }
    CAUSEWAY_TRY(Statement hear,
                 m_database.prepare("INSERT OR REPLACE INTO heard(proxy, epoch, sequence, at) "
                                    "VALUES(?1, ?2, ?3, ?4)"));
    for (const auto& [process, sequence] : batch.heard)
        CAUSEWAY_CHECK(hear.bind(1, process.proxy)
                           .bind(2, static_cast<std::int64_t>(process.epoch))
                           .bind(3, static_cast<std::int64_t>(sequence))
                           .bind(4, now)
                           .run());
    return {};
}

Status RecordingFile::add(const recording::Sample& sample, Statement& insert,
                          std::uint64_t& givenUp) {
    const Second bucket = hourOf(sample.lastSeen);
    std::array<std::int64_t, 7> ids{};
    const std::array<std::string_view, 7> texts{sample.service,  sample.path,   sample.identity,
                                                sample.workload, sample.method, sample.host,
                                                sample.headers};
    // The path last: one that has no place leaves no name.
    for (const std::size_t i : {0U, 2U, 3U, 4U, 5U, 6U, 1U}) {
        if (i == 1
            && !hasPlace(bucket, ids[0], ids[2],
                         static_cast<std::int64_t>(std::hash<std::string_view>()(texts[1])))) {
            givenUp += sample.count;
            return {};
        }
        CAUSEWAY_TRY(ids[i], idOf(texts[i], bucket));
    }
    return insert.bind(1, bucket)
        .bind(2, ids[0])
        .bind(3, ids[1])
        .bind(4, ids[2])
        .bind(5, ids[3])
        .bind(6, octetsOf(sample.network))
        .bind(7, ids[4])
        .bind(8, ids[5])
        .bind(9, ids[6])
        .bind(10, std::int64_t(sample.port))
        .bind(11, static_cast<std::int64_t>(sample.verdict))
        .bind(12, sample.firstSeen - bucket)
        .bind(13, sample.lastSeen - bucket)
        .bind(14, static_cast<std::int64_t>(sample.count))
        .run();
}

bool RecordingFile::hasPlace(Second bucket, std::int64_t service, std::int64_t identity,
                             std::int64_t path) {
    if (bucket > m_hour) {
        m_hour = bucket;
        m_paths.clear();
    }
    auto& paths = m_paths[{service, identity}];
    if (paths.size() >= m_limits.pathsAnHour)
        return paths.contains(path);
    paths.insert(path);
    return true;
}

Result<std::int64_t> RecordingFile::idOf(std::string_view text, Second bucket) {
    auto& name = m_names[std::string(text)];
    if (name.id != 0 && name.bucket >= bucket)
        return name.id;
    CAUSEWAY_TRY(Statement statement, m_database.prepare(kName));
    CAUSEWAY_TRY(const bool row, statement.bind(1, text).bind(2, bucket).step());
    CAUSEWAY_ASSERT(row);
    name = {statement.integer(0), bucket};
    const auto id = name.id;
    if (m_names.size() > kMaxNames)
        m_names.clear();
    return id;
}

Result<RecordingFile::Heard> RecordingFile::heard() const {
    Heard heard;
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT proxy, epoch, sequence FROM heard"));
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            return heard;
        heard[{statement.text(0), static_cast<std::uint64_t>(statement.integer(1))}] =
            static_cast<std::uint64_t>(statement.integer(2));
    }
}

Result<Second> RecordingFile::oldestBucket() const {
    CAUSEWAY_TRY(Statement statement, m_database.prepare("SELECT min(bucket) FROM tuples"));
    CAUSEWAY_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

Result<RecordingFile::Dropped> RecordingFile::tidy(Second now) {
    Dropped dropped;
    CAUSEWAY_CHECK(m_database.transaction([&]() -> Status {
        CAUSEWAY_CHECK(fold(now));
        Dropped aged;
        CAUSEWAY_CHECK(dropOldest(now - m_limits.seconds, aged));
        for (int i = 0; i < kMostDropped; ++i) {
            CAUSEWAY_TRY(const auto used, usedBytes());
            if (used <= m_limits.bytes)
                break;
            CAUSEWAY_TRY(const auto oldest, oldestBucket());
            if (oldest == 0)
                break;
            CAUSEWAY_CHECK(dropOldest(oldest + 1, dropped));
        }
        CAUSEWAY_TRY(Statement forget, m_database.prepare("DELETE FROM heard WHERE at < ?1"));
        return forget.bind(1, now - kForgetProcess).run();
    }));
    return dropped;
}

// One hour that is no longer fine joins its day.
Status RecordingFile::fold(Second now) {
    CAUSEWAY_TRY(auto next, fact("folded-until"));
    if (next == 0) {
        CAUSEWAY_TRY(next, oldestBucket());
    }
    if (next == 0 || next + kHour > now - m_limits.fine)
        return {};
    const Second day = next - next % kDay;
    if (next != day) {
        const auto sql = std::string(kColumns) + kFold + kMerge;
        CAUSEWAY_TRY(Statement join, m_database.prepare(sql.c_str()));
        CAUSEWAY_CHECK(join.bind(1, next).bind(2, day).run());
        CAUSEWAY_TRY(Statement remove, m_database.prepare("DELETE FROM tuples WHERE bucket = ?1"));
        CAUSEWAY_CHECK(remove.bind(1, next).run());
    }
    return setFact("folded-until", next + kHour);
}

// What lies before `before`, and the names that only that used.
Status RecordingFile::dropOldest(Second before, Dropped& dropped) {
    CAUSEWAY_TRY(const auto oldest, oldestBucket());
    if (oldest == 0 || oldest >= before)
        return {};
    CAUSEWAY_TRY(Statement count, m_database.prepare("SELECT count(*), sum(count) FROM tuples "
                                                     "WHERE bucket < ?1"));
    CAUSEWAY_TRY(const bool row, count.bind(1, before).step());
    CAUSEWAY_ASSERT(row);
    dropped.tuples += count.integer(0);
    dropped.requests += count.integer(1);
    for (const char* sql :
         {"DELETE FROM tuples WHERE bucket < ?1", "DELETE FROM given_up WHERE bucket < ?1"}) {
        CAUSEWAY_TRY(Statement remove, m_database.prepare(sql));
        CAUSEWAY_CHECK(remove.bind(1, before).run());
    }
    CAUSEWAY_TRY(const auto kept, oldestBucket());
    CAUSEWAY_TRY(Statement forget, m_database.prepare("DELETE FROM names WHERE bucket < ?1"));
    CAUSEWAY_CHECK(forget.bind(1, kept == 0 ? before : kept).run());
    m_names.clear();
    dropped.before = kept == 0 ? before : kept;
    return setFact("kept-from", dropped.before);
}

Result<std::int64_t> RecordingFile::usedBytes() const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT (page_count - freelist_count) * page_size FROM "
                                    "pragma_page_count, pragma_freelist_count, pragma_page_size"));
    CAUSEWAY_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

} // namespace causeway::control
