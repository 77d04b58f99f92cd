// SPDX-License-Identifier: Apache-2.0
// Files that the commands read and write. Errors name the path.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace causeway::cli {

enum class Existing { Refuse, Replace };

[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path);
// Readable for its owner alone (0600) from the first byte on, and there whole or not at all.
[[nodiscard]] Status writePrivate(const std::filesystem::path& path, std::string_view text,
                                  Existing existing);
[[nodiscard]] Status writePublic(const std::filesystem::path& path, std::string_view text,
                                 Existing existing);
[[nodiscard]] Status makeFolder(const std::filesystem::path& path);

// Several as one YAML text, so that all of them are taken or none; "-" is standard input.
[[nodiscard]] Result<std::string> readAsOne(const std::vector<std::string>& files);

} // namespace causeway::cli
