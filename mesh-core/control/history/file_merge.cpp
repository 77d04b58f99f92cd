// SPDX-License-Identifier: Apache-2.0
#include "control/history/compaction_output.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr int kPacking = 3; // these stay for days
constexpr int kSeriesAPiece = 32;

class FileMerge final : public Compaction {
public:
    FileMerge(HistoryParts parts, std::vector<FileRow> inputs,
              std::function<void(const FileRow&)> damaged)
        : m_parts(parts), m_inputs(std::move(inputs)), m_damaged(std::move(damaged)) {}

    [[nodiscard]] Status begin(ChunkSpan into);
    [[nodiscard]] Result<bool> work() override;

private:
    struct Cursor {
        FileRow row;
        ChunkFile file;
        std::size_t page = 0;
        std::size_t at = 0;
        std::vector<ChunkFile::Entry> entries;

        [[nodiscard]] bool done() const { return at >= entries.size(); }
        [[nodiscard]] SeriesId series() const { return entries[at].series; }
    };
    struct Sample {
        Second start = 0;
        Counts counts;
    };
    // What cannot be read stays out of merges for ever, and what it still holds where it is.
    template <typename T> [[nodiscard]] Result<T> blame(const FileRow& row, Result<T> result) {
        if (!result)
            m_damaged(row);
        return result;
    }
    [[nodiscard]] Status addInput(const FileRow& row);
    [[nodiscard]] Status load(Cursor& cursor);
    [[nodiscard]] Status takeFrom(Cursor& cursor);
    [[nodiscard]] Status oneSeries(SeriesId series);
    [[nodiscard]] Status commit();

    HistoryParts m_parts;
    std::vector<FileRow> m_inputs;
    std::function<void(const FileRow&)> m_damaged;
    std::vector<Cursor> m_cursors;
    std::optional<CompactionOutput> m_output;
    std::vector<Sample> m_samples;
    std::size_t m_used = 0; // of them; the others keep their memory
};

Status FileMerge::begin(ChunkSpan into) {
    CAUSEWAY_TRY(auto output, CompactionOutput::create(m_parts.files, into, kPacking));
    m_output.emplace(std::move(output));
    for (const FileRow& row : m_inputs)
        CAUSEWAY_CHECK(addInput(row));
    return {};
}

Status FileMerge::addInput(const FileRow& row) {
    CAUSEWAY_TRY(auto file, blame(row, ChunkFile::open(m_parts.files.pathOf(row))));
    CAUSEWAY_TRY(const Coverage coverage, blame(row, file.coverage()));
    for (std::size_t i = 0; i < coverage.size(); ++i)
        if (coverage[i] != 0)
            m_output->cover({.start = row.span.start + static_cast<Second>(i) * row.span.step,
                             .length = row.span.step,
                             .covered = coverage[i]});
    m_cursors.push_back({.row = row, .file = std::move(file), .page = 0, .at = 0, .entries = {}});
    return load(m_cursors.back());
}

// The next page of the index; none: the cursor is done.
Status FileMerge::load(Cursor& cursor) {
    cursor.at = 0;
    cursor.entries.clear();
    if (cursor.page >= cursor.file.pages())
        return {};
    CAUSEWAY_TRY(cursor.entries, blame(cursor.row, cursor.file.page(cursor.page++)));
    return {};
}

Result<bool> FileMerge::work() {
    for (int i = 0; i < kSeriesAPiece; ++i) {
        SeriesId next = UINT32_MAX;
        bool isAny = false;
        for (const Cursor& cursor : m_cursors)
            if (!cursor.done()) {
                next = std::min(next, cursor.series());
                isAny = true;
            }
        if (!isAny) {
            CAUSEWAY_CHECK(commit());
            return true;
        }
        CAUSEWAY_CHECK(oneSeries(next));
    }
    return false;
}

Status FileMerge::oneSeries(SeriesId series) {
    m_used = 0;
    for (Cursor& cursor : m_cursors)
        if (!cursor.done() && cursor.series() == series)
            CAUSEWAY_CHECK(takeFrom(cursor));
    // Files of late reports lie among those of their time.
    std::stable_sort(m_samples.begin(), m_samples.begin() + static_cast<std::ptrdiff_t>(m_used),
                     [](const Sample& a, const Sample& b) { return a.start < b.start; });
    for (std::size_t i = 0; i < m_used; ++i)
        m_output->add(m_samples[i].start, m_samples[i].counts);
    CAUSEWAY_TRY(const std::string* labels, m_parts.series.labels(series));
    return m_output->endSeries(series, labels ? *labels : std::string());
}

Status FileMerge::takeFrom(Cursor& cursor) {
    CAUSEWAY_TRY(const std::string chunk,
                 blame(cursor.row, cursor.file.read(cursor.entries[cursor.at])));
    const auto& span = cursor.row.span;
    const auto seen = visitChunk(chunk, [&](std::uint64_t step, const Counts& counts) {
        if (m_used == m_samples.size())
            m_samples.emplace_back();
        Sample& sample = m_samples[m_used++];
        sample.start = span.start + static_cast<Second>(step) * span.step;
        sample.counts = counts;
    });
    if (!seen) {
        m_damaged(cursor.row);
        return tl::unexpected(seen.error());
    }
    return ++cursor.at < cursor.entries.size() ? Status() : load(cursor);
}

Status FileMerge::commit() {
    CAUSEWAY_CHECK(commitFiles(m_parts, {&*m_output}, [this]() -> Status {
        for (const FileRow& row : m_inputs)
            CAUSEWAY_CHECK(m_parts.files.remove(row));
        return {};
    }));
    for (const FileRow& row : m_inputs)
        m_parts.files.unlink(row);
    return {};
}

} // namespace

Result<std::unique_ptr<Compaction>> mergeFiles(HistoryParts parts, std::vector<FileRow> inputs,
                                               ChunkSpan into,
                                               std::function<void(const FileRow&)> damaged) {
    auto merge = std::make_unique<FileMerge>(parts, std::move(inputs), std::move(damaged));
    CAUSEWAY_CHECK(merge->begin(into));
    return merge;
}

} // namespace causeway::control
