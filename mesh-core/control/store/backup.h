// SPDX-License-Identifier: Apache-2.0
// All that a control plane needs to be the same one again, as one file: its store and the keys in
// its state folder. Telemetry is not in it. The file holds private keys and is 0600.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>

namespace causeway::control {

// The store as it is at one moment; its control plane may be running. Replaces `file` as a whole.
[[nodiscard]] Status backUp(const std::filesystem::path& state, const std::filesystem::path& file);

struct Restored {
    std::uint64_t revision = 0;
    std::filesystem::path before; // where the store that was there has gone; empty: there was none
};
// Unavailable while a control plane uses the folder, InvalidInput when `file` is no backup or is
// damaged: nothing was changed then.
[[nodiscard]] Result<Restored> restore(const std::filesystem::path& file,
                                       const std::filesystem::path& state);

} // namespace causeway::control
