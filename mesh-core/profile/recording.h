// SPDX-License-Identifier: Apache-2.0
// Recorded requests as JSON, one a line: {"identity", "network", "port", "host", "method", "path",
// "time", "count"}. Only what routes are learned from is read here. Pure.
#pragma once

#include "profile/finding.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::profile {

struct RecordedRequest {
    std::string host; // of the service, without port
    std::string method;
    std::string path; // without the query
    std::uint64_t count = 1;
    std::uint32_t line = 0;
};

// Lines that cannot be read are warnings; a file without one that can is an error.
[[nodiscard]] std::vector<RecordedRequest>
readRecording(std::string_view text, const std::string& source, Findings& findings);

} // namespace causeway::profile
