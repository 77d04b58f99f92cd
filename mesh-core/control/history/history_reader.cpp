// SPDX-License-Identifier: Apache-2.0
#include "control/history/history_reader.h"

#include "base/scope_guard.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr int kTries = 3;
constexpr std::size_t kFewSeries = 64; // are looked up one by one
constexpr std::size_t kMostTold = 1000;

bool takes(const std::optional<std::vector<SeriesId>>& wanted, SeriesKind kind, SeriesId series) {
    return SeriesTable::isOf(series, kind) && (!wanted || std::ranges::binary_search(*wanted, series));
}

} // namespace

// Steps of a file, as far as they are asked for.
struct HistoryReader::ChunkSamples {
    const ChunkSpan& span;
    const Coverage& coverage;
    const Segment& segment;
    StepSums& sums;

    [[nodiscard]] std::optional<SecondRows::Stretch> stretchOf(std::uint64_t step) const {
        const Second start = span.start + static_cast<Second>(step) * span.step;
        if (start < segment.from || start >= segment.to || step >= coverage.size())
            return std::nullopt;
        return SecondRows::Stretch{.start = start, .length = span.step, .covered = coverage[step]};
    }
    [[nodiscard]] Status add(SeriesId series, std::string_view chunk) const {
        return visitChunk(chunk, [&](std::uint64_t step, const Counts& counts) {
            if (const auto stretch = stretchOf(step))
                sums.add(*stretch, series, counts);
        });
    }
    void cover() const {
        for (std::size_t step = 0; step < coverage.size(); ++step)
            if (const auto stretch = stretchOf(step))
                sums.cover(*stretch);
    }
};

Result<std::unique_ptr<HistoryReader>>
HistoryReader::open(const std::string& path, const std::string& folder, EventLog& events) {
    CAUSEWAY_TRY(Database database, Database::open(path, Durability::Checkpoints));
    return std::unique_ptr<HistoryReader>(new HistoryReader(std::move(database), folder, events));
}

Result<std::vector<SumStep>> HistoryReader::ask(const Ask& ask,
                                                const std::function<bool()>& isCurrent) {
    const std::lock_guard lock(m_mutex);
    for (int tried = 1;; ++tried) {
        StepSums sums(ask);
        CAUSEWAY_CHECK(m_database.execute("BEGIN"));
        const ScopeGuard end([&] { std::ignore = m_database.execute("ROLLBACK"); });
        CAUSEWAY_TRY(std::ignore, m_files.keptFrom(1)); // from the first reading on it is fixed
        if (!isCurrent())
            continue;
        const auto done = read(ask, sums);
        // A file that was merged away or given up meanwhile: the table of now says what is instead.
        if (!done && done.error().kind() == ErrorKind::NotFound && tried < kTries)
            continue;
        if (!done)
            return tl::unexpected(done.error());
        return sums.take([&](SeriesId series) {
            const auto labels = m_series.labels(series);
            return labels && *labels ? **labels : std::string();
        });
    }
}

// The same question without times of which there is nothing: it costs nothing then to ask for all.
Result<Ask> HistoryReader::withinKept(const Ask& ask) const {
    CAUSEWAY_TRY(const auto oldestRow, m_rows.oldest());
    Second oldest = oldestRow.value_or(ask.to);
    for (const Second resolution : kResolutions) {
        CAUSEWAY_TRY(const auto files, m_files.all(resolution));
        if (!files.empty())
            oldest = std::min(oldest, files.front().span.start);
    }
    Ask within = ask;
    if (oldest > ask.from)
        within.from += floorTo(std::min(oldest, ask.to) - ask.from, ask.step);
    return within;
}

Status HistoryReader::read(const Ask& ask, StepSums& sums) {
    CAUSEWAY_TRY(const Wanted wanted, m_series.select(ask.select));
    std::array<Second, 3> keptFrom{};
    for (std::size_t i = 0; i < kResolutions.size(); ++i) {
        CAUSEWAY_TRY(keptFrom[i], m_files.keptFrom(kResolutions[i]));
    }
    CAUSEWAY_TRY(const Ask within, withinKept(ask));
    for (const Segment& segment : planOf(within, keptFrom)) {
        CAUSEWAY_TRY(const auto files,
                     m_files.overlapping(segment.resolution, segment.from, segment.to));
        for (const FileRow& file : files)
            CAUSEWAY_CHECK(readFile(file, ask, segment, wanted, sums));
    }
    return readRows(ask, wanted, sums);
}

Status HistoryReader::readRows(const Ask& ask, const Wanted& wanted, StepSums& sums) const {
    SecondRows::Range range{.from = ask.from, .to = ask.to};
    CAUSEWAY_TRY(const auto stretches, m_rows.stretches(range));
    for (const auto& stretch : stretches)
        sums.cover(stretch);
    if (wanted && wanted->empty())
        return {};
    const auto numbers = SeriesTable::numbersOf(ask.select.kind);
    range.first = wanted ? wanted->front() : numbers.first;
    range.last = wanted ? wanted->back() : numbers.last;
    Counts counts;
    return m_rows.visit(range, [&](const auto& stretch, SeriesId series, std::string_view bytes) {
        ByteReader in(bytes);
        if (takes(wanted, ask.select.kind, series) && readCounts(in, counts))
            sums.add(stretch, series, counts);
    });
}

Result<std::vector<ChunkFile::Entry>>
HistoryReader::entriesOf(const ChunkFile& file, const Ask& ask, const Wanted& wanted) {
    std::vector<ChunkFile::Entry> entries;
    if (wanted && wanted->size() <= kFewSeries) {
        for (const SeriesId series : *wanted) {
            CAUSEWAY_TRY(const auto entry, file.find(series));
            if (entry)
                entries.push_back(*entry);
        }
        return entries;
    }
    for (std::size_t page = 0; page < file.pages(); ++page) {
        CAUSEWAY_TRY(const auto all, file.page(page));
        std::ranges::copy_if(all, std::back_inserter(entries), [&](const auto& entry) {
            return takes(wanted, ask.select.kind, entry.series);
        });
    }
    return entries;
}

Result<std::optional<ChunkFile>> HistoryReader::open(const FileRow& row) {
    auto file = ChunkFile::open(m_files.pathOf(row));
    if (file)
        return std::optional<ChunkFile>(std::move(*file));
    const Error& error = file.error();
    // Asked again, it may be gone from the table too.
    if (error.kind() == ErrorKind::NotFound && m_told.insert(error.message()).second)
        return tl::unexpected(error);
    tell(error);
    return std::nullopt;
}

// What is damaged is told and left out. Sums over many do without one series; the line of a few has
// a gap, because a zero would be a lie.
Status HistoryReader::readFile(const FileRow& row, const Ask& ask, const Segment& segment,
                               const Wanted& wanted, StepSums& sums) {
    CAUSEWAY_TRY(const auto file, open(row));
    if (!file)
        return {};
    const auto entries = entriesOf(*file, ask, wanted);
    const auto coverage = file->coverage();
    if (!entries || !coverage) {
        tell(entries ? coverage.error() : entries.error());
        return {};
    }
    const bool isOfFew = !ask.bySeries && entries->size() <= kFewSeries;
    std::vector<std::pair<SeriesId, std::string>> chunks; // until all of few are known to be whole
    const ChunkSamples samples{row.span, *coverage, segment, sums};
    for (const auto& entry : *entries) {
        auto chunk = file->read(entry);
        if (!chunk)
            tell(chunk.error());
        if (!chunk && isOfFew)
            return {};
        if (chunk)
            chunks.emplace_back(entry.series, std::move(*chunk));
        if (!isOfFew)
            addAll(chunks, samples, *file);
    }
    addAll(chunks, samples, *file);
    samples.cover();
    return {};
}

void HistoryReader::addAll(std::vector<std::pair<SeriesId, std::string>>& chunks,
                           const ChunkSamples& samples, const ChunkFile& file) {
    for (const auto& [series, chunk] : chunks)
        if (const auto seen = samples.add(series, chunk); !seen)
            tell(Error(ErrorKind::Io, file.path() + ": series " + std::to_string(series) + ": "
                                          + seen.error().message()));
    chunks.clear();
}

void HistoryReader::tell(const Error& error) {
    if (m_told.size() >= kMostTold)
        m_told.clear();
    const std::string what = error.describe();
    if (m_told.insert("told " + what).second)
        m_events.add(Severity::Error, "telemetry.damaged", "history",
                     what + "; what it held is a gap in history, everything else is answered");
}

} // namespace causeway::control
