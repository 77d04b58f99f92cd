// SPDX-License-Identifier: Apache-2.0
// One chunk file in the making: adds samples of a series up to its steps, and writes the series
// when it is complete. Part of a compaction.
#pragma once

#include "control/history/compaction.h"

namespace causeway::control {

class CompactionOutput {
public:
    [[nodiscard]] static Result<CompactionOutput> create(FileTable& files, ChunkSpan span,
                                                         int packing);

    [[nodiscard]] const ChunkSpan& span() const { return m_row.span; }
    // Ascending by time.
    void add(Second start, const Counts& counts);
    void cover(const SecondRows::Stretch& stretch);
    // Of all that was added since the last call; nothing when that is nothing.
    [[nodiscard]] Status endSeries(SeriesId series, std::string_view labels);
    // The row that makes it count; nothing when nothing is in it.
    [[nodiscard]] Result<std::optional<FileRow>> finish();

private:
    CompactionOutput(FileRow row, ChunkFileWriter writer, int packing)
        : m_row(row), m_writer(std::move(writer)), m_packing(packing),
          m_coverage(static_cast<std::size_t>(row.span.length / row.span.step)) {}
    void endStep();

    FileRow m_row;
    ChunkFileWriter m_writer;
    int m_packing;
    Coverage m_coverage;
    bool m_isCovered = false;
    ChunkBuilder m_chunk;
    std::uint64_t m_step = 0;
    Counts m_sum;
    bool m_hasStep = false;
    bool m_hasChunk = false;
};

// Syncs all of them, then lets them count together with what `also` does, in one transaction.
[[nodiscard]] Status commitFiles(HistoryParts parts, std::vector<CompactionOutput*> outputs,
                                 const std::function<Status()>& also);

} // namespace causeway::control
