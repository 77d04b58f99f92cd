// SPDX-License-Identifier: Apache-2.0
// What is to be said about a document that somebody wrote: where, which field, what was found and
// what would be right. Values; pure.
#pragma once

#include "resource/field_reader.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::profile {

// A note explains; a warning stands beside a result that is right; with an error there is none.
enum class Severity : std::uint8_t { Note, Warning, Error };
[[nodiscard]] std::string_view name(Severity severity);

struct Place {
    std::string source; // the file's name
    resource::Mark at;  // line 0: the file as a whole
    std::string field;  // "paths./loans/{id}.get.x-linkerd-timeout"; may be empty
};

struct Finding {
    Severity severity = Severity::Error;
    std::string_view code; // "duplicate-operation": a literal, stable
    Place place;
    std::string message; // "found \"soon\"; expected a duration such as 500ms"

    // "file:line:column: warning: field: message [code]"
    [[nodiscard]] std::string describe() const;
};

class Findings {
public:
    static constexpr std::size_t kMax = 1000; // enough to read; what is more is counted

    void add(Severity severity, std::string_view code, Place place, std::string message);
    // What a strict reader told.
    void add(const resource::Problems& problems, const std::string& source);
    // An error of reading that carries its place in its text ("file:line:column: …"), or none.
    void add(const Error& error, const std::string& source);

    // By file and place.
    void sort();
    [[nodiscard]] const std::vector<Finding>& list() const { return m_list; }
    [[nodiscard]] std::size_t dropped() const { return m_dropped; }
    [[nodiscard]] bool has(Severity atLeast) const { return m_worst >= static_cast<int>(atLeast); }

private:
    std::vector<Finding> m_list;
    std::size_t m_dropped = 0;
    int m_worst = -1;
};

} // namespace causeway::profile
