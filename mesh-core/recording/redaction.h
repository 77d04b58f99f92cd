// SPDX-License-Identifier: Apache-2.0
// What of a path may leave the proxy. Queries never do. A segment that looks like an id is written
// as ones ("/loans/42446" → "/loans/11111"): rules see the same shape, and nobody learns which
// loan. A segment that is a secret, by a rule or by what stands before it, is written as
// "[redacted]". Made once, then used by any thread. Pure.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace causeway::recording {

inline constexpr std::string_view kRedacted = "[redacted]";
inline constexpr std::string_view kCut = "[cut]";

class Redaction {
public:
    // Longer paths end with "/[cut]".
    static constexpr std::size_t kMaxPath = 256;

    // The built-in rules only: after "token", "password", "secret", "key", "session", … whatever is
    // no plain word, and every address of a mailbox.
    Redaction() = default;
    // Further rules: "/reset/{}" (the segment {} of paths that begin so; * is any segment), or a
    // word: "iban" (whatever segment comes after it). Fails with the rule that is none.
    [[nodiscard]] static Result<Redaction> parse(const std::vector<std::string>& rules);
    // Rules apart by commas or spaces, as an annotation has them.
    [[nodiscard]] static Result<Redaction> parse(std::string_view rules);

    // Appends what may be told of the path.
    void append(std::string_view path, std::string& out) const;
    [[nodiscard]] std::string of(std::string_view path) const;

private:
    struct Segment;
    [[nodiscard]] bool isSecret(std::string_view before, const Segment& segment) const;
    static void appendSegment(const Segment& segment, std::string& out);
    void applyPatterns(std::string& out, std::size_t start) const;

    std::vector<std::vector<std::string>> m_patterns; // segments
    std::vector<std::string> m_words;
};

} // namespace causeway::recording
