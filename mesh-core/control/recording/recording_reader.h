// SPDX-License-Identifier: Apache-2.0
// Reads a stretch of the recording, a part at a time, while the writer writes on. Owned by one
// call; one thread at a time.
#pragma once

#include "control/recording/recording_file.h"
#include "recording/recording.h"

#include <optional>

namespace causeway::control {

class RecordingReader {
public:
    struct Wanted {
        Second from = 0;
        Second to = 0;
        std::string ns; // of the services; empty: all
    };
    [[nodiscard]] static Result<RecordingReader> open(const std::string& path, Wanted wanted);

    // The stretch that is known of what was wanted; without a cluster.
    [[nodiscard]] const recording::Span& span() const { return m_span; }
    // At most `most` further tuples, each with its count in the stretch; none: that was all.
    [[nodiscard]] Result<std::vector<recording::Sample>> next(std::size_t most);

private:
    RecordingReader(Database database, Wanted wanted)
        : m_database(std::move(database)), m_wanted(std::move(wanted)) {}
    [[nodiscard]] Status begin();
    [[nodiscard]] recording::Sample sample() const;

    Database m_database;
    Wanted m_wanted;
    recording::Span m_span;
    std::optional<Statement> m_rows; // none: they are all told
};

} // namespace causeway::control
