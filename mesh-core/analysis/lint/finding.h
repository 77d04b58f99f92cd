// SPDX-License-Identifier: Apache-2.0
// One thing that is wrong with some objects: which check, where, how one knows, what to do. Values.
#pragma once

#include "base/object_ref.h"
#include "resource/yaml.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::analysis {

enum class Severity : std::uint8_t { Info, Warning, Error };
[[nodiscard]] std::string_view name(Severity severity); // "warning"

// What a check looks for; the same for all of its findings.
struct CheckInfo {
    std::string_view code; // "MC0004"
    Severity severity;
    std::string_view title; // "selects nothing"
    std::string_view why;   // what happens to whoever leaves it
    std::string_view
        remedy; // what to do; where there is no patch, this says why a person must decide
};
[[nodiscard]] std::span<const CheckInfo> checks();
[[nodiscard]] const CheckInfo& checkInfo(std::string_view code);

struct Finding {
    std::string_view code;
    Severity severity = Severity::Warning;
    ObjectRef object;
    std::string source; // file
    resource::Range range;
    std::string field; // "spec.targetRef.name"; empty: the object as a whole
    std::string message;
    std::string evidence;
    std::string patch;      // unified diff; empty: see the check's remedy
    std::string suppressed; // why it does not count; empty: it counts
};

} // namespace causeway::analysis
