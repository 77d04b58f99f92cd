// SPDX-License-Identifier: Apache-2.0
// The newest minute of every edge, kept added up: a whole graph is asked for again and again, and to
// add a million samples up for each time takes seconds. What a second brings is added when it is
// written, what it pushes out is taken away. Reads the rows of telemetry.db over a connection of its
// own. Safe on any thread.
#pragma once

#include "control/history/file_table.h"
#include "control/history/packed_sum.h"
#include "control/history/second_rows.h"
#include "control/history/series_table.h"

#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace causeway::control {

class MinuteSums {
public:
    static constexpr Second kLength = 60;
    // So far it goes back for somebody who asks for a minute that ended a while ago.
    static constexpr Second kBack = 10;

    // Of a history that is open.
    [[nodiscard]] static Result<std::unique_ptr<MinuteSums>> open(const std::string& path,
                                                                  const std::string& folder);

    // To the minute before `end`, with what is written by now; about once a second, or else it has
    // to begin anew.
    [[nodiscard]] Status moveTo(Second end);
    struct Answer {
        std::string edges; // of a QueryEdgesResponse, serialised: by series
        std::uint32_t coveredSeconds = 0;
    };
    // Nothing when the rows do not tell: a part of that minute is in files already.
    [[nodiscard]] Result<std::optional<Answer>> answer(Second end);

private:
    MinuteSums(Database database, const std::string& folder)
        : m_database(std::move(database)), m_series(m_database), m_rows(m_database),
          m_files(m_database, folder) {}
    [[nodiscard]] Status move(Second end);
    [[nodiscard]] Result<bool> takeAway(Second from, Second to);
    [[nodiscard]] Status add(const SecondRows::Range& range);
    void forget();
    [[nodiscard]] Result<const std::string*> labelsOf(SeriesId series);

    std::mutex m_mutex;
    Database m_database;
    SeriesTable m_series;
    SecondRows m_rows;
    FileTable m_files;
    std::unordered_map<SeriesId, PackedSum> m_sums;
    std::map<Second, std::size_t> m_samples;           // that were added of each second
    std::unordered_map<SeriesId, std::string> m_labels; // serialised, of an EdgeSample
    Second m_end = 0;           // 0: nothing is there yet
    std::int64_t m_newest = 0;  // row that was read
    v1::EdgeSample m_message;   // used again and again
    Counts m_counts;
};

} // namespace causeway::control
