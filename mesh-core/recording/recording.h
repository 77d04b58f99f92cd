// SPDX-License-Identifier: Apache-2.0
// Recorded requests: who called what from where, how often, when. One text file, a line a tuple,
// fields apart by tabs (CONTRACTS.md, "Recordings"); made to be read a million lines a second. Owns
// the text that its tuples point into. Pure.
#pragma once

#include "base/result.h"
#include "recording/tuple.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::recording {

// What one cluster's control plane had when it was asked.
struct Span {
    std::string cluster;
    std::int64_t from = 0; // seconds since 1970: nothing was asked for, or known, before
    std::int64_t to = 0;
    std::uint64_t givenUp = 0; // requests that were seen, but whose tuple no place was left for

    bool operator==(const Span&) const = default;
};

class Recording {
public:
    static constexpr std::string_view kFirstLine = "causeway-recording/1";

    // Fails with "file:line: field: found …; expected …".
    [[nodiscard]] static Result<Recording> parse(std::string text, const std::string& source);
    [[nodiscard]] const std::vector<Tuple>& tuples() const { return m_tuples; }
    // Empty when the file does not say.
    [[nodiscard]] const std::vector<Span>& spans() const { return m_spans; }
    // As the spans say, else as the tuples do; both 0 when there is neither.
    [[nodiscard]] std::int64_t from() const;
    [[nodiscard]] std::int64_t to() const;

private:
    std::unique_ptr<const std::string> m_text;
    std::vector<Tuple> m_tuples;
    std::vector<Span> m_spans;
};

// A line each, with its newline; what cannot stand in a field is written as a space.
[[nodiscard]] std::string serialize(const Tuple& tuple);
[[nodiscard]] std::string serialize(const Span& span);

} // namespace causeway::recording
