// SPDX-License-Identifier: Apache-2.0
// Just enough C++ to judge its outside: text without comments and literals, and where functions
// lie. Not a parser: it goes by braces and parentheses, which clang-format keeps regular.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace causeway::architecture {

// Comments, the insides of literals and preprocessor lines become spaces; every newline stays.
[[nodiscard]] std::string blankCommentsAndLiterals(std::string_view text);

struct Function {
    std::string head; // "Status Server::listen(const Address& address)"
    int firstLine = 0;
    int lastLine = 0;
    int parameters = 0;
};

// The functions with a body in `code`, which is blanked text. What lies inside a function counts as
// part of it.
[[nodiscard]] std::vector<Function> findFunctions(std::string_view code);

} // namespace causeway::architecture
