// SPDX-License-Identifier: Apache-2.0
#include "control/history/compaction_output.h"

#include "base/scope_guard.h"

namespace causeway::control {

std::function<void(CompactionStep)> g_onCompactionStep;

namespace {

void reached(CompactionStep step) {
    if (g_onCompactionStep)
        g_onCompactionStep(step);
}

} // namespace

Result<CompactionOutput> CompactionOutput::create(FileTable& files, ChunkSpan span, int packing) {
    const FileRow row = files.make(span);
    CAUSEWAY_TRY(auto writer, ChunkFileWriter::create(files.pathOf(row), span));
    return CompactionOutput(row, std::move(writer), packing);
}

void CompactionOutput::add(Second start, const Counts& counts) {
    const auto step = static_cast<std::uint64_t>((start - m_row.span.start) / m_row.span.step);
    if (m_hasStep && step != m_step)
        endStep();
    m_step = step;
    m_hasStep = true;
    m_sum.add(counts);
}

void CompactionOutput::endStep() {
    m_chunk.add(m_step, m_sum);
    m_sum.clear();
    m_hasStep = false;
    m_hasChunk = true;
}

void CompactionOutput::cover(const SecondRows::Stretch& stretch) {
    const Second step = (stretch.start - m_row.span.start) / m_row.span.step;
    const Second within = (stretch.start - m_row.span.start) % m_row.span.step;
    m_coverage[static_cast<std::size_t>(step)] |= stretch.covered << unsigned(within);
    m_isCovered = true;
}

Status CompactionOutput::endSeries(SeriesId series, std::string_view labels) {
    if (m_hasStep)
        endStep();
    if (!std::exchange(m_hasChunk, false))
        return {};
    return m_writer.add(series, labels, m_chunk.take(m_packing));
}

Result<std::optional<FileRow>> CompactionOutput::finish() {
    if (!m_isCovered && m_writer.series() == 0)
        return std::nullopt;
    CAUSEWAY_TRY(m_row.bytes, m_writer.finish(m_coverage));
    return m_row;
}

Status commitFiles(HistoryParts parts, std::vector<CompactionOutput*> outputs,
                   const std::function<Status()>& also) {
    std::vector<FileRow> finished;
    ScopeGuard removeAll([&] {
        for (const FileRow& file : finished)
            parts.files.unlink(file);
    });
    for (CompactionOutput* output : outputs) {
        CAUSEWAY_TRY(const auto row, output->finish());
        if (row)
            finished.push_back(*row);
    }
    reached(CompactionStep::Written);
    CAUSEWAY_CHECK(parts.database.transaction([&]() -> Status {
        for (const FileRow& file : finished)
            CAUSEWAY_CHECK(parts.files.add(file));
        return also();
    }));
    removeAll.dismiss();
    reached(CompactionStep::Committed);
    return {};
}

} // namespace causeway::control
