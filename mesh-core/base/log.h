// SPDX-License-Identifier: Apache-2.0
// Logging for the programs: one line an event on standard error, as text or JSON, with a level.
// Safe on any thread. Never given a secret: keys, tokens and authorization headers stay out.
#pragma once

#include "base/result.h"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace causeway::log {

enum class Level { Debug, Info, Warn, Error };
enum class Format { Text, Json };

// `component` stands in every line: "proxy", "control aws", "lab". Call once, before threads start.
void configure(std::string_view component, Level level, Format format);
[[nodiscard]] Result<Level> parseLevel(std::string_view text);
[[nodiscard]] bool enabled(Level level);
// At any time, also while others write.
void setLevel(Level level);
[[nodiscard]] std::string_view levelName();
void write(Level level, std::string_view message);

template <typename... Args> void debug(fmt::format_string<Args...> f, Args&&... args) {
    if (enabled(Level::Debug))
        write(Level::Debug, fmt::format(f, std::forward<Args>(args)...));
}
template <typename... Args> void info(fmt::format_string<Args...> f, Args&&... args) {
    if (enabled(Level::Info))
        write(Level::Info, fmt::format(f, std::forward<Args>(args)...));
}
template <typename... Args> void warn(fmt::format_string<Args...> f, Args&&... args) {
    if (enabled(Level::Warn))
        write(Level::Warn, fmt::format(f, std::forward<Args>(args)...));
}
template <typename... Args> void error(fmt::format_string<Args...> f, Args&&... args) {
    if (enabled(Level::Error))
        write(Level::Error, fmt::format(f, std::forward<Args>(args)...));
}

} // namespace causeway::log
