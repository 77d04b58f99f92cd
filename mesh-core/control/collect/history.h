// SPDX-License-Identifier: Apache-2.0
// Telemetry on disk. What was counted goes, together with which reports it came from, to
// telemetry.db in one synced transaction: what a proxy is told is counted is counted after a power
// cut, and once. From there it moves to files in the folder beside it: seconds for an hour, tens of
// seconds for two days, minutes for 90 days, in bounded bytes (decision 0054). Owned by the
// collector; one thread at a time. HistoryReader answers what is asked of it.
#pragma once

#include "control/collect/counted.h"
#include "control/collect/report_ring.h"
#include "control/history/compaction.h"
#include "control/history/retention.h"

#include <set>

namespace causeway::control {

class History {
public:
    using Limits = HistoryLimits;
    using Progresses = std::vector<std::pair<ProcessKey, Counted::Progress>>;
    // Later than that, a report's label cannot be believed.
    static constexpr Second kLatest = 6 * 3600;

    // A damaged telemetry.db is set aside and told; its files are taken over by the new one.
    [[nodiscard]] static Result<std::unique_ptr<History>>
    open(const std::string& path, Limits limits, const Clock& clock, EventLog& events);
    // Where the files are: beside the database, by its name.
    [[nodiscard]] static std::string folderOf(const std::string& path);

    // All or nothing. Exhausted when the disk is full.
    [[nodiscard]] Status append(const std::vector<SecondOfEdges>& seconds,
                                const Progresses& counted);
    [[nodiscard]] Result<Progresses> progresses() const;

    // A bounded piece of moving to files and of dropping what is beyond the limits; once a second.
    // `now`: of a clock that does not jump.
    [[nodiscard]] Status turn(Second now);
    [[nodiscard]] Status forget(const std::vector<ProcessKey>& processes);
    [[nodiscard]] Result<HistoryKept> kept() const { return m_retention.kept(); }

private:
    History(Database database, const std::string& path, Limits limits, const Clock& clock,
            EventLog& events);
    [[nodiscard]] Status prepare(bool isNew);
    [[nodiscard]] Status clearUp(bool isNew);
    [[nodiscard]] Status adopt(const std::string& name);
    [[nodiscard]] Status appendSecond(const SecondOfEdges& second);
    [[nodiscard]] Status addSamples(const std::string& ticks, std::int64_t day);
    [[nodiscard]] Status addSample(const std::string& labels, std::int64_t day);
    [[nodiscard]] Status writeSamples(const SecondRows::Stretch& stretch);
    [[nodiscard]] Status count(const Progresses& counted) const;
    [[nodiscard]] Status migrate();
    [[nodiscard]] Status forgetSeries(std::int64_t day);
    [[nodiscard]] Status beginWork(Second now);
    [[nodiscard]] Status beginMinute(Second now);
    [[nodiscard]] Status beginMerge(Second now);
    [[nodiscard]] HistoryParts parts() { return {m_database, m_rows, m_files, m_series}; }

    Database m_database;
    const Clock& m_clock;
    EventLog& m_events;
    SeriesTable m_series;
    SecondRows m_rows;
    FileTable m_files;
    Retention m_retention;
    std::unique_ptr<Compaction> m_minute; // under way
    std::unique_ptr<Compaction> m_merge;  // the same
    std::set<std::int64_t> m_unreadable;  // files that no merge touches
    Second m_lastTidy = 0;
    std::int64_t m_forgotOn = 0; // day
    bool m_isBehind = false;
    // Samples of the second that is being written.
    struct Sample {
        SeriesId series = 0;
        std::size_t offset = 0;
        std::size_t size = 0;
    };
    std::vector<Sample> m_samples;
    std::string m_bytes;
    std::string m_labels;
    Counts m_counts;
};

} // namespace causeway::control
