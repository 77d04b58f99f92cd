// SPDX-License-Identifier: Apache-2.0
#include "control/collect/history.h"

#include "causeway/v1/admin.pb.h"
#include "control/history/set_aside.h"

#include <algorithm>
#include <google/protobuf/arena.h>
#include <unistd.h>

namespace causeway::control {

namespace {

using namespace std::chrono_literals;

constexpr const char* kCreate = R"(
    CREATE TABLE IF NOT EXISTS counted(
        proxy TEXT NOT NULL, epoch INTEGER NOT NULL, floor INTEGER NOT NULL, above TEXT NOT NULL,
        last_report INTEGER NOT NULL, PRIMARY KEY(proxy, epoch)) WITHOUT ROWID;)";
constexpr const char* kCount = "INSERT OR REPLACE INTO counted(proxy, epoch, floor, above, "
                               "last_report) VALUES(?1,?2,?3,?4,0)";
constexpr Second kDay = 86'400;
constexpr std::int64_t kSeriesDays = 93; // longer than any file is kept
constexpr Second kTidyEvery = 10;
// For late reports of a minute, so that it is one file, and as long as MinuteSums looks at its rows.
constexpr Second kGrace = 75;
constexpr Second kMergeGrace = 300;    // the same of an hour
constexpr std::size_t kLateFiles = 30; // so many are merged once more
constexpr std::size_t kBehind = 2;     // minutes that wait
// What a turn may take: others wait for it.
constexpr Duration kPiece = 50ms;
constexpr Duration kPieceWhenBehind = 200ms;

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

// Of "10s-1800000000-17.series"; 0: it has none.
std::int64_t idOfName(const std::string& name) {
    const std::size_t dash = name.rfind('-');
    return dash == std::string::npos ? 0 : std::strtoll(name.c_str() + dash + 1, nullptr, 10);
}

} // namespace

std::string History::folderOf(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    const std::size_t slash = path.rfind('/');
    const bool hasEnding = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    return path.substr(0, hasEnding ? dot : path.size()) + (hasEnding ? "/" : ".files/");
}

History::History(Database database, const std::string& path, Limits limits, const Clock& clock,
                 EventLog& events)
    : m_database(std::move(database)), m_clock(clock), m_events(events), m_series(m_database),
      m_rows(m_database), m_files(m_database, folderOf(path)),
      m_retention(parts(), limits, events) {}

Result<std::unique_ptr<History>> History::open(const std::string& path, Limits limits,
                                               const Clock& clock, EventLog& events) {
    CAUSEWAY_TRY(const auto aside, setAsideIfDamaged(path, clock.wallNow()));
    if (aside)
        events.add(
            Severity::Error, "telemetry.set-aside", "history",
            path + " is damaged (" + aside->found + "): it was kept as " + aside->name
                + " and a new one begun; minutes that were not in files yet are a gap. Look at "
                  "the disk, then delete what was kept");
    const bool isNew = ::access(path.c_str(), F_OK) != 0;
    CAUSEWAY_TRY(Database database, Database::open(path, Durability::EveryCommit));
    std::unique_ptr<History> history(new History(std::move(database), path, limits, clock, events));
    CAUSEWAY_CHECK(history->prepare(isNew));
    return history;
}

Status History::prepare(bool isNew) {
    CAUSEWAY_CHECK(m_database.transaction([this]() -> Status {
        for (const char* sql :
             {kCreate, SeriesTable::kCreate, SecondRows::kCreate, FileTable::kCreate})
            CAUSEWAY_CHECK(m_database.execute(sql));
        return m_database.execute("PRAGMA user_version = 2");
    }));
    CAUSEWAY_CHECK(m_files.load());
    CAUSEWAY_CHECK(clearUp(isNew));
    CAUSEWAY_CHECK(m_files.load());
    CAUSEWAY_CHECK(m_series.load());
    return migrate();
}

// Files that nothing names: of a crash before they counted, or of a database that is lost.
Status History::clearUp(bool isNew) {
    CAUSEWAY_TRY(const auto strangers, m_files.strangers());
    for (const std::string& name : strangers) {
        if (isNew && name.ends_with(".series")) {
            const auto adopted = m_database.transaction([&] { return adopt(name); });
            if (!adopted && adopted.error().kind() == ErrorKind::Exhausted)
                return adopted; // the disk is full: that is no reason to delete what it holds
            if (!adopted)
                m_events.add(Severity::Error, "telemetry.damaged", "history",
                             m_files.folder() + name
                                 + " cannot be taken over, what it held is a gap: "
                                 + adopted.error().describe());
            if (adopted)
                continue;
            m_series.rolledBack();
        }
        ::unlink((m_files.folder() + name).c_str());
    }
    return {};
}

Status History::adopt(const std::string& name) {
    CAUSEWAY_TRY(const ChunkFile file, ChunkFile::open(m_files.folder() + name));
    const FileRow row{.id = idOfName(name), .span = file.span(), .bytes = file.size()};
    if (m_files.pathOf(row) != file.path())
        return fail(ErrorKind::InvalidInput, "it is not what its name says");
    CAUSEWAY_TRY(const auto names, file.names());
    for (const auto& [series, labels] : names) {
        CAUSEWAY_TRY(const bool isSame, m_series.adopt(series, labels, file.span().end() / kDay));
        if (!isSame)
            return fail(ErrorKind::InvalidInput,
                        "series " + std::to_string(series) + " is another one in other files");
    }
    return m_files.add(row);
}

Status History::append(const std::vector<SecondOfEdges>& seconds, const Progresses& counted) {
    auto done = m_database.transaction([&]() -> Status {
        for (const SecondOfEdges& second : seconds)
            CAUSEWAY_CHECK(appendSecond(second));
        return count(counted);
    });
    if (!done)
        m_series.rolledBack();
    return done;
}

Status History::appendSecond(const SecondOfEdges& second) {
    m_samples.clear();
    m_bytes.clear();
    for (const EdgeBytes& edges : second.edges)
        CAUSEWAY_CHECK(addSamples(*edges, second.second / kDay));
    return writeSamples({.start = second.second, .length = 1, .covered = 1});
}

// Of a serialised EdgeTick.
Status History::addSamples(const std::string& ticks, std::int64_t day) {
    google::protobuf::Arena arena;
    auto& tick = *google::protobuf::Arena::CreateMessage<v1::EdgeTick>(&arena);
    if (!tick.ParseFromString(ticks))
        return {};
    const auto addAll = [&](const auto& samples) -> Status {
        for (const auto& sample : samples) {
            writeLabels(sample, m_labels);
            writeCounts(sample, m_counts);
            CAUSEWAY_CHECK(addSample(m_labels, day));
        }
        return {};
    };
    CAUSEWAY_CHECK(addAll(tick.edges()));
    CAUSEWAY_CHECK(addAll(tick.probes()));
    return addAll(tick.connections());
}

Status History::addSample(const std::string& labels, std::int64_t day) {
    CAUSEWAY_TRY(const SeriesId series, m_series.idOf(labels, day));
    const std::size_t offset = m_bytes.size();
    appendCounts(m_bytes, m_counts);
    m_samples.push_back({.series = series, .offset = offset, .size = m_bytes.size() - offset});
    return {};
}

Status History::writeSamples(const SecondRows::Stretch& stretch) {
    std::ranges::stable_sort(m_samples, {}, &Sample::series);
    const auto bytesOf = [this](const Sample& sample) {
        return std::string_view(m_bytes).substr(sample.offset, sample.size);
    };
    // Several proxies of one workload tell of the same series.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_samples.size(); ++kept) {
        std::size_t end = i + 1;
        while (end < m_samples.size() && m_samples[end].series == m_samples[i].series)
            ++end;
        Sample sum = m_samples[i];
        if (end > i + 1) {
            Counts all;
            for (; i < end; ++i) {
                ByteReader in(bytesOf(m_samples[i]));
                if (readCounts(in, m_counts))
                    all.add(m_counts);
            }
            sum.offset = m_bytes.size();
            appendCounts(m_bytes, all);
            sum.size = m_bytes.size() - sum.offset;
        }
        m_samples[kept] = sum;
        i = end;
    }
    m_samples.resize(kept);
    std::vector<SecondRows::Encoded> encoded;
    encoded.reserve(kept);
    for (const Sample& sample : m_samples)
        encoded.push_back({.series = sample.series, .counts = bytesOf(sample)});
    return m_rows.append(stretch, encoded);
}

Status History::count(const Progresses& counted) const {
    CAUSEWAY_TRY(Statement count, m_database.prepare(kCount));
    for (const auto& [process, progress] : counted) {
        count.bind(1, process.proxy).bind(2, static_cast<std::int64_t>(process.epoch));
        count.bind(3, static_cast<std::int64_t>(progress.floor)).bind(4, join(progress.above));
        CAUSEWAY_CHECK(count.run());
    }
    return {};
}

Result<History::Progresses> History::progresses() const {
    CAUSEWAY_TRY(Statement statement,
                 m_database.prepare("SELECT proxy, epoch, floor, above FROM counted"));
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
                              .heard = m_clock.now()});
    }
}

// A telemetry.db of version 1 has seconds, and tens of seconds without saying which of them were
// covered, as serialised EdgeTicks in one table.
Status History::migrate() {
    CAUSEWAY_TRY(Statement exists,
                 m_database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'samples'"));
    CAUSEWAY_TRY(const bool isOld, exists.step());
    exists.reset();
    if (!isOld)
        return {};
    auto done = m_database.transaction([this]() -> Status {
        CAUSEWAY_TRY(Statement old, m_database.prepare("SELECT bucket, second, covered, edges FROM "
                                                       "samples ORDER BY bucket, second"));
        Second keptFrom = 0;
        for (;;) {
            CAUSEWAY_TRY(const bool row, old.step());
            if (!row)
                break;
            const bool isSecond = !old.isNull(1);
            const auto covered =
                static_cast<unsigned>(std::clamp<std::int64_t>(old.integer(2), 0, 10));
            SecondRows::Stretch stretch{
                .start = old.integer(0), .length = 10, .covered = (1U << covered) - 1};
            if (isSecond)
                stretch = {.start = old.integer(1), .length = 1, .covered = 1};
            else
                keptFrom = std::max(keptFrom, floorTo(stretch.start + kMinute, kMinute));
            m_samples.clear();
            m_bytes.clear();
            CAUSEWAY_CHECK(addSamples(old.text(3), stretch.start / kDay));
            CAUSEWAY_CHECK(writeSamples(stretch));
        }
        CAUSEWAY_CHECK(m_files.setKeptFrom(1, keptFrom));
        old.reset();
        return m_database.execute("DROP TABLE samples");
    });
    if (!done)
        m_series.rolledBack();
    return done;
}

Status History::turn(Second now) {
    if (now >= m_lastTidy + kTidyEvery) {
        m_lastTidy = now;
        CAUSEWAY_CHECK(m_retention.turn(now));
        CAUSEWAY_CHECK(forgetSeries(now / kDay));
        CAUSEWAY_CHECK(beginWork(now));
    }
    const MonotonicTime until = m_clock.now() + (m_isBehind ? kPieceWhenBehind : kPiece);
    while (m_minute || m_merge) {
        // Merging an hour takes minutes of turns, for which no minute waits.
        auto& work = m_minute ? m_minute : m_merge;
        auto done = work->work();
        if (!done || *done)
            work.reset();
        if (!done)
            return tl::unexpected(std::move(done).error());
        if (m_clock.now() >= until)
            break;
        if (*done)
            CAUSEWAY_CHECK(beginWork(now));
    }
    return {};
}

Status History::beginWork(Second now) {
    if (!m_minute)
        CAUSEWAY_CHECK(beginMinute(now));
    return m_merge ? Status() : beginMerge(now);
}

// Once a day: numbers that no file can hold any more.
Status History::forgetSeries(std::int64_t day) {
    if (day == std::exchange(m_forgotOn, day))
        return {};
    return m_series.forget(day - kSeriesDays);
}

Status History::beginMinute(Second now) {
    CAUSEWAY_TRY(const auto minutes, m_rows.minutes(floorTo(now - kGrace, kMinute)));
    m_isBehind = minutes.size() > kBehind;
    if (minutes.empty())
        return {};
    CAUSEWAY_TRY(const auto wanted, m_retention.wanted(minutes.front() + kMinute));
    CAUSEWAY_TRY(m_minute, compactMinute(parts(), minutes.front(), wanted));
    return {};
}

Status History::beginMerge(Second now) {
    constexpr std::array<std::pair<Second, Second>, 3> kMerges{
        {{10, 3600}, {60, 3600}, {60, kDay}}};
    for (const auto& [resolution, length] : kMerges) {
        CAUSEWAY_TRY(const auto files, m_files.all(resolution));
        std::map<Second, std::vector<FileRow>> small; // by block
        std::set<Second> done;
        for (const FileRow& file : files) {
            const Second block = floorTo(file.span.start, length);
            if (file.span.length == length)
                done.insert(block);
            else if (file.span.length < length && !m_unreadable.contains(file.id)
                     && block + length + kMergeGrace <= now)
                small[block].push_back(file);
        }
        for (auto& [block, inputs] : small) {
            if (inputs.size() < (done.contains(block) ? kLateFiles : 2))
                continue;
            CAUSEWAY_TRY(m_merge,
                         mergeFiles(parts(), std::move(inputs),
                                    {.step = resolution, .start = block, .length = length},
                                    [this](const FileRow& file) { m_unreadable.insert(file.id); }));
            return {};
        }
    }
    return {};
}

Status History::forget(const std::vector<ProcessKey>& processes) {
    CAUSEWAY_TRY(Statement forget,
                 m_database.prepare("DELETE FROM counted WHERE proxy = ?1 AND epoch = ?2"));
    for (const ProcessKey& process : processes)
        CAUSEWAY_CHECK(
            forget.bind(1, process.proxy).bind(2, static_cast<std::int64_t>(process.epoch)).run());
    return {};
}

} // namespace causeway::control
