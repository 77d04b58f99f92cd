// SPDX-License-Identifier: Apache-2.0
// What to do with a database that cannot be read any more but that the process can live without: it
// is kept under a name with its date, for whoever wants to look, and the way is free for a new one.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <optional>
#include <string>

namespace causeway::control {

struct SetAside {
    std::string name;  // where it is now
    std::string found; // what was wrong, in SQLite's words
};
// Nothing when the file is whole or not there. Other errors (no leave, a disk that does not answer)
// are errors: what may be whole tomorrow is not set aside.
[[nodiscard]] Result<std::optional<SetAside>> setAsideIfDamaged(const std::string& path,
                                                                WallTime now);

} // namespace causeway::control
