// SPDX-License-Identifier: Apache-2.0
// Rules about a file by itself: its size, its first line, and words that do not belong in it.
#pragma once

#include "architecture/source_tree.h"

namespace causeway::architecture {

inline constexpr int kMaxHeaderLines = 200;
inline constexpr int kMaxSourceLines = 400;
inline constexpr int kMaxFunctionLines = 50;
inline constexpr int kMaxParameters = 5;

[[nodiscard]] Findings checkFileSizes(const std::vector<SourceFile>& files);
[[nodiscard]] Findings checkFunctions(const std::vector<SourceFile>& files);
// The SPDX line with the licence of the folder; #pragma once in headers.
[[nodiscard]] Findings checkFirstLines(const std::vector<SourceFile>& files);
// Words that the style bans, each with the folders where it is banned.
[[nodiscard]] Findings checkWords(const std::vector<SourceFile>& files);
// decisions/NNNN-title.md: numbered, and no number twice in a folder.
[[nodiscard]] Findings checkDecisions(const std::vector<SourceFile>& files);

} // namespace causeway::architecture
