// SPDX-License-Identifier: Apache-2.0
// Paths with parts in braces: "/loans/{id}.json". As regular expressions by Linkerd's rules, and
// which of them are in each other's way. Pure.
#pragma once

#include "profile/operation.h"

#include <string>
#include <string_view>
#include <vector>

namespace causeway::profile {

// basePath + path with one slash between them.
[[nodiscard]] std::string joinPaths(std::string_view base, std::string_view path);
// Every character that means something in a regular expression gets a backslash.
[[nodiscard]] std::string quoteRegex(std::string_view text);
// The text that a quoted expression stands for; nothing when it says more than one text.
[[nodiscard]] std::optional<std::string> unquoteRegex(std::string_view regex);
// "/loans/[^/]*\.json"
[[nodiscard]] std::string pathRegex(std::string_view path);
[[nodiscard]] bool isTemplate(std::string_view path);

// Operations that are the same, that never get a request because an earlier one takes it, and that
// share some requests: each told as a warning.
void findOverlaps(const std::vector<Operation>& operations, Findings& findings);

} // namespace causeway::profile
