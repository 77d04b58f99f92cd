// SPDX-License-Identifier: Apache-2.0
#include "route/pattern.h"

#include <re2/re2.h>
#include <spdlog/fmt/fmt.h>

namespace causeway::route {
namespace {

// Enough for patterns that people write; a table of hundreds stays within some megabytes.
constexpr std::int64_t kMaxMemory = 256 * 1024;

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

} // namespace

Result<Pattern> Pattern::compile(std::string_view text) {
    if (text.size() > kMaxLength)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("found a pattern of {} characters; expected at most {}",
                                text.size(), kMaxLength));
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxMemory);
    auto expression = std::make_shared<const re2::RE2>(piece(text), options);
    if (!expression->ok())
        return fail(ErrorKind::InvalidInput,
                    fmt::format("found the pattern \"{}\"; expected an RE2 expression: {}", text,
                                expression->error()));
    return Pattern(std::move(expression));
}

bool Pattern::matches(std::string_view text) const {
    return re2::RE2::FullMatch(piece(text), *m_expression);
}

} // namespace causeway::route
