// SPDX-License-Identifier: Apache-2.0
// A protobuf file as tokens with their places; comments and blanks are dropped. Pure.
#pragma once

#include "profile/finding.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::profile {

struct ProtoToken {
    enum class Kind : std::uint8_t { End, Identifier, Integer, Float, String, Symbol };
    Kind kind = Kind::End;
    std::string text; // of a string, what is between the quotes, escapes decoded
    resource::Mark at;

    [[nodiscard]] bool is(std::string_view word) const {
        return (kind == Kind::Identifier || kind == Kind::Symbol) && text == word;
    }
    // For an error: "}", "\"text\"", "the end of the file".
    [[nodiscard]] std::string describe() const;
};

// Ends with an End token; empty after an error, which is told.
[[nodiscard]] std::vector<ProtoToken> tokenizeProto(std::string_view text,
                                                    const std::string& source, Findings& findings);

} // namespace causeway::profile
