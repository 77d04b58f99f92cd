// SPDX-License-Identifier: Apache-2.0
#include "link/units.h"

#include <cmath>
#include <cstdio>
#include <ctime>

namespace causeway::link::units {

std::string ms(double milliseconds) {
    char text[32];
    std::snprintf(text, sizeof text, std::abs(milliseconds) < 10 ? "%.1f ms" : "%.0f ms",
                  milliseconds);
    return text;
}

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f %%", share * 100);
    return text;
}

std::string time(WallTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(
        std::chrono::floor<std::chrono::system_clock::duration>(time));
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::string span(Duration span) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    if (seconds >= 2 * 86'400)
        return std::to_string(seconds / 86'400) + " d";
    if (seconds >= 2 * 3600)
        return std::to_string(seconds / 3600) + " h";
    if (seconds >= 120)
        return std::to_string(seconds / 60) + " min";
    return std::to_string(seconds) + " s";
}

} // namespace causeway::link::units
