// SPDX-License-Identifier: Apache-2.0
// What the system says of this process, and how Prometheus is told. Reads /proc.
#pragma once

#include "telemetry/exposition.h"

#include <cstdint>

namespace causeway::serve {

[[nodiscard]] std::uint64_t residentBytes();
[[nodiscard]] std::uint32_t openDescriptors();
[[nodiscard]] double cpuSeconds(); // user and system

struct ProcessFacts {
    std::uint64_t residentBytes = 0;
    std::uint32_t openDescriptors = 0;
    double cpuSeconds = 0;
    std::uint64_t virtualBytes = 0;
    std::uint64_t maxDescriptors = 0;
    std::uint64_t threads = 0;
    double startSeconds = 0; // since 1970

    [[nodiscard]] static ProcessFacts read();
    // The families that Prometheus' own clients write: process_resident_memory_bytes and so on.
    void write(telemetry::Exposition& out) const;
};

} // namespace causeway::serve
