// SPDX-License-Identifier: Apache-2.0
// Moves what was counted into chunk files, a piece at a time so that nobody waits for it: a minute
// of rows becomes one file of each resolution, files of minutes become one of an hour and of a day.
// Files are whole and synced before the transaction that lets them count and their source go: a
// crash before it leaves files that nothing names. Uses the writer's connection; one thread.
#pragma once

#include "control/history/file_table.h"
#include "control/history/second_rows.h"
#include "control/history/series_table.h"

#include <memory>

namespace causeway::control {

struct HistoryParts {
    const Database& database;
    SecondRows& rows;
    FileTable& files;
    SeriesTable& series;
};

class Compaction {
public:
    virtual ~Compaction() = default;
    // Does a piece; true when all is done. After an error nothing has changed but the time.
    [[nodiscard]] virtual Result<bool> work() = 0;
};

// Which resolutions are still wanted of a minute, as kResolutions.
using WantedResolutions = std::array<bool, kResolutions.size()>;
[[nodiscard]] Result<std::unique_ptr<Compaction>> compactMinute(HistoryParts parts, Second minute,
                                                                const WantedResolutions& wanted);

// `damaged` is told which input cannot be read when work() fails by that.
[[nodiscard]] Result<std::unique_ptr<Compaction>>
mergeFiles(HistoryParts parts, std::vector<FileRow> inputs, ChunkSpan into,
           std::function<void(const FileRow&)> damaged);

// Where a crash can be tried: called between the steps of the way to the disk.
enum class CompactionStep { Written, Committed };
extern std::function<void(CompactionStep)> g_onCompactionStep;

} // namespace causeway::control
