// SPDX-License-Identifier: Apache-2.0
// What was called, on disk: every tuple once an hour, and when it is two days old once a day, with
// its count and its first and last time. Texts are kept once. Owned by the flight recorder; one
// thread at a time. Never grows above its bounds in time and bytes; what it drops for the bytes it
// tells.
#pragma once

#include "control/collect/counted.h"
#include "control/collect/report_ring.h"
#include "control/store/database.h"
#include "recording/tuple.h"

#include <map>
#include <set>
#include <unordered_map>

namespace causeway::control {

class RecordingFile {
public:
    static constexpr Second kHour = 3600;
    static constexpr Second kDay = 24 * kHour;
    struct Limits {
        Second seconds = 30 * kDay;
        Second fine = 2 * kDay; // by the hour so long
        std::int64_t bytes = 1LL << 30;
        std::size_t pathsAnHour = 1000; // of one caller to one service
    };
    using Heard = std::map<ProcessKey, std::uint64_t>; // the highest sequence
    struct Batch {
        std::vector<recording::Sample> requests;
        std::uint64_t givenUp = 0;
        Heard heard;
    };
    struct Dropped {
        std::int64_t tuples = 0;
        std::int64_t requests = 0;
        Second before = 0; // nothing older is kept
    };

    // Begins at `now` when there is no file.
    [[nodiscard]] static Result<RecordingFile> open(const std::string& path, Limits limits,
                                                    Second now);

    // All or nothing. Exhausted when the disk is full.
    [[nodiscard]] Status append(const Batch& batch, Second now);
    [[nodiscard]] Result<Heard> heard() const;
    // A small piece of what is to be done: sums up one hour, deletes what is too old or too much.
    [[nodiscard]] Result<Dropped> tidy(Second now);
    [[nodiscard]] Result<std::int64_t> usedBytes() const;

private:
    RecordingFile(Database database, Limits limits)
        : m_database(std::move(database)), m_limits(limits) {}
    struct Name {
        std::int64_t id = 0;
        Second bucket = 0; // in which it was used last
    };
    [[nodiscard]] Result<std::int64_t> idOf(std::string_view text, Second bucket);
    [[nodiscard]] Status add(const recording::Sample& sample, Statement& insert,
                             std::uint64_t& givenUp);
    [[nodiscard]] Status addAll(const Batch& batch, Second now);
    [[nodiscard]] bool hasPlace(Second bucket, std::int64_t service, std::int64_t identity,
                                std::int64_t path);
    [[nodiscard]] Status fold(Second now);
    [[nodiscard]] Status dropOldest(Second before, Dropped& dropped);
    [[nodiscard]] Result<Second> oldestBucket() const;
    [[nodiscard]] Result<std::int64_t> fact(std::string_view name) const;
    [[nodiscard]] Status setFact(std::string_view name, std::int64_t value) const;

    Database m_database;
    Limits m_limits;
    std::unordered_map<std::string, Name> m_names; // some of those in the file
    Second m_hour = 0;                             // that m_paths is about
    std::map<std::pair<std::int64_t, std::int64_t>, std::set<std::int64_t>> m_paths;
};

} // namespace causeway::control
