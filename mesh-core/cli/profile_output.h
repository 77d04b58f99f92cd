// SPDX-License-Identifier: Apache-2.0
// How the profile commands tell what they found and what they made. Private to them.
#pragma once

#include "cli/profile.h"

#include <nlohmann/json_fwd.hpp>

namespace causeway::cli {

[[nodiscard]] nlohmann::ordered_json jsonOf(const profile::Findings& findings);
[[nodiscard]] nlohmann::ordered_json jsonOf(const std::vector<resource::Object>& objects);
// A line each.
void print(const profile::Findings& findings, std::ostream& stream);
[[nodiscard]] std::string dump(const nlohmann::ordered_json& json);

// YAML to the file, whole or not at all, or to the terminal.
[[nodiscard]] Status deliver(const std::vector<resource::Object>& objects,
                             const std::filesystem::path& out, Terminal& terminal);
[[nodiscard]] Exit exitOf(const profile::Findings& findings, bool strict);

// "-" is standard input. A folder, a device and what is too large are refused.
[[nodiscard]] Result<std::string> readDocument(const std::string& path);

} // namespace causeway::cli
