// SPDX-License-Identifier: Apache-2.0
// The commands of causeway-lab: up, down, status, fault, and what the program runs itself as inside
// a lab. Each is called once by main(), writes to standard output, and gives back the exit code or
// an error for a person.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::lab {

inline constexpr int kFine = 0;
inline constexpr int kFindings = 1;
inline constexpr int kUsage = 2;
inline constexpr int kUnreachable = 3;

enum class NetworkChoice : std::uint8_t { Auto, Namespaces, Relay };

struct UpRequest {
    std::string directory;
    std::string fleet = "talk"; // or a file
    Duration duration{};        // zero: until a signal
    std::uint64_t seed = 1;
    NetworkChoice network = NetworkChoice::Auto;
};

[[nodiscard]] Result<int> up(const UpRequest& request);
[[nodiscard]] Result<int> down(const std::string& directory);
[[nodiscard]] Result<int> status(const std::string& directory, bool json);
// `verb`: add, remove, list.
[[nodiscard]] Result<int> fault(const std::string& directory, const std::string& verb,
                                const std::vector<std::string>& words);
// `verb`: start, stop.
[[nodiscard]] Result<int> load(const std::string& directory, const std::string& verb);

struct WorkloadsRequest {
    std::string fleet;
    std::string cluster;
    std::uint64_t seed = 1;
    std::optional<unsigned> relayBlock;
};

// The lab's own processes; standard input is the supervisor's channel.
[[nodiscard]] Result<int> runEmulator();
[[nodiscard]] Result<int> runRelay();
[[nodiscard]] Result<int> runWorkloads(const WorkloadsRequest& request);

} // namespace causeway::lab
