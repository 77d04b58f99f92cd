// SPDX-License-Identifier: Apache-2.0
// Answers questions about the past from the disk, over a connection of its own: whoever reads long
// holds up nobody who counts. Safe on any thread, one question at a time. What is damaged is told
// once and is a gap.
#pragma once

#include "control/events.h"
#include "control/history/file_table.h"
#include "control/history/series_table.h"
#include "control/history/step_sums.h"

#include <set>

namespace causeway::control {

class HistoryReader {
public:
    // Of a history that is open.
    [[nodiscard]] static Result<std::unique_ptr<HistoryReader>>
    open(const std::string& path, const std::string& folder, EventLog& events);

    // Of what is committed when `isCurrent` is called, which says whether that is what the caller
    // wants; if not, it is read anew.
    [[nodiscard]] Result<std::vector<SumStep>> ask(
        const Ask& ask, const std::function<bool()>& isCurrent = [] { return true; });

private:
    HistoryReader(Database database, const std::string& folder, EventLog& events)
        : m_database(std::move(database)), m_series(m_database), m_rows(m_database),
          m_files(m_database, folder), m_events(events) {}
    using Wanted = std::optional<std::vector<SeriesId>>;
    [[nodiscard]] Status read(const Ask& ask, StepSums& sums);
    [[nodiscard]] Result<Ask> withinKept(const Ask& ask) const;
    [[nodiscard]] Status readRows(const Ask& ask, const Wanted& wanted, StepSums& sums) const;
    struct ChunkSamples;
    // Nothing when it cannot be read, which is told.
    [[nodiscard]] Result<std::optional<ChunkFile>> open(const FileRow& row);
    void addAll(std::vector<std::pair<SeriesId, std::string>>& chunks, const ChunkSamples& samples,
                const ChunkFile& file);
    [[nodiscard]] Status readFile(const FileRow& row, const Ask& ask, const Segment& segment,
                                  const Wanted& wanted, StepSums& sums);
    [[nodiscard]] Result<std::vector<ChunkFile::Entry>>
    entriesOf(const ChunkFile& file, const Ask& ask, const Wanted& wanted);
    void tell(const Error& error);

    std::mutex m_mutex;
    Database m_database;
    SeriesTable m_series;
    SecondRows m_rows;
    FileTable m_files;
    EventLog& m_events;
    std::set<std::string> m_told;
};

} // namespace causeway::control
