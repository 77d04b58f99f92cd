// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace causeway::log {
namespace {

struct Logger {
    std::string component = "causeway";
    Format format = Format::Text;
    std::shared_ptr<spdlog::logger> sink = [] {
        auto made = std::make_shared<spdlog::logger>(
            "causeway", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->flush_on(spdlog::level::debug);
        return made;
    }();
};

// The process's log is the one thing that is truly global: standard error is.
Logger& logger() {
    static Logger theLogger;
    return theLogger;
}

spdlog::level::level_enum spdlogLevel(Level level) {
    switch (level) {
    case Level::Debug: return spdlog::level::debug;
    case Level::Info: return spdlog::level::info;
    case Level::Warn: return spdlog::level::warn;
    case Level::Error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string_view word(Level level) {
    switch (level) {
    case Level::Debug: return "debug";
    case Level::Info: return "info";
    case Level::Warn: return "warn";
    case Level::Error: return "error";
    }
    return "info";
}

} // namespace

void configure(std::string_view component, Level level, Format format) {
    auto& l = logger();
    l.component = component;
    l.format = format;
    l.sink->set_level(spdlogLevel(level));
    if (format == Format::Text)
        l.sink->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %v", spdlog::pattern_time_type::utc);
    else
        l.sink->set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",%v}",
                            spdlog::pattern_time_type::utc);
}

void setLevel(Level level) {
    logger().sink->set_level(spdlogLevel(level));
}

std::string_view levelName() {
    for (const auto level : {Level::Debug, Level::Info, Level::Warn})
        if (enabled(level))
            return word(level);
    return word(Level::Error);
}

Result<Level> parseLevel(std::string_view text) {
    for (const auto level : {Level::Debug, Level::Info, Level::Warn, Level::Error})
        if (text == word(level))
            return level;
    return fail(ErrorKind::InvalidInput,
                fmt::format("log level \"{}\" is none of debug, info, warn, error", text));
}

bool enabled(Level level) { return logger().sink->should_log(spdlogLevel(level)); }

void write(Level level, std::string_view message) {
    auto& l = logger();
    if (l.format == Format::Text) {
        l.sink->log(spdlogLevel(level), fmt::format("{:<5} {}: {}", word(level), l.component, message));
        return;
    }
    using nlohmann::json;
    const auto quoted = [](std::string_view s) {
        return json(s).dump(-1, ' ', false, json::error_handler_t::replace);
    };
    l.sink->log(spdlogLevel(level),
                fmt::format("\"level\":\"{}\",\"component\":{},\"message\":{}", word(level),
                            quoted(l.component), quoted(message)));
}

} // namespace causeway::log
