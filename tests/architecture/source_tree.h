// SPDX-License-Identifier: Apache-2.0
// The files of this tree as text, and what a rule says about them. Read once by the architecture
// test; never changed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace causeway::architecture {

struct SourceFile {
    std::string path; // from the root: "mesh-core/base/result.h"
    std::string text; // as it is
    std::string code; // the same with comments and literals blanked, lines kept (C++ only)

    [[nodiscard]] bool isHeader() const { return path.ends_with(".h"); }
    [[nodiscard]] bool isCpp() const { return isHeader() || path.ends_with(".cpp"); }
    [[nodiscard]] bool isUnder(std::string_view folder) const {
        return path.size() > folder.size() && path.starts_with(folder)
               && path[folder.size()] == '/';
    }
};

struct Finding {
    std::string path;
    int line = 0;
    std::string what; // the rule, and what broke it
};

using Findings = std::vector<Finding>;

// Every file that people write, sorted by path; build folders and hidden ones are left out.
[[nodiscard]] std::vector<SourceFile> readTree(const std::string& root);
// A file made of text, for trying a rule.
[[nodiscard]] SourceFile makeFile(std::string path, std::string text);

[[nodiscard]] std::vector<std::string_view> splitLines(std::string_view text);
[[nodiscard]] int lineAt(std::string_view text, std::size_t offset);

} // namespace causeway::architecture
