// SPDX-License-Identifier: Apache-2.0
#include "cli/format.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <array>
#include <cmath>

namespace causeway::cli {

namespace {

constexpr const char* kUnknown = "–";

double rounded(double value, double steps) {
    return std::round(value * steps) / steps;
}

} // namespace

std::string formatMs(std::optional<double> us) {
    return us ? fmt::format("{:.1f} ms", *us / 1000) : kUnknown;
}

std::string formatRate(std::optional<double> perSecond) {
    return perSecond ? fmt::format("{:.1f}/s", *perSecond) : kUnknown;
}

std::string formatShare(std::optional<double> share) {
    // 99.996 % is not 100 %: what failed is not rounded away.
    return share ? fmt::format("{:.2f} %", std::floor(*share * 10000) / 100) : kUnknown;
}

std::string formatSpan(Duration span) {
    struct Unit {
        std::int64_t seconds;
        const char* name;
    };
    static constexpr std::array<Unit, 4> kUnits{{{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}}};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    for (std::size_t i = 0; i + 1 < kUnits.size(); ++i)
        if (seconds >= kUnits[i].seconds) {
            const auto whole = seconds / kUnits[i].seconds;
            const auto rest = seconds % kUnits[i].seconds / kUnits[i + 1].seconds;
            return rest == 0 ? fmt::format("{} {}", whole, kUnits[i].name)
                             : fmt::format("{} {} {} {}", whole, kUnits[i].name, rest,
                                           kUnits[i + 1].name);
        }
    return fmt::format("{} s", seconds);
}

std::string formatTime(WallTime time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(
                           std::chrono::floor<std::chrono::seconds>(time))));
}

Json jsonMs(std::optional<double> us) {
    return us ? Json(rounded(*us, 1) / 1000) : Json(nullptr);
}

Json jsonNumber(std::optional<double> value) {
    return value ? Json(rounded(*value, 1e6)) : Json(nullptr);
}

Json jsonTime(std::optional<WallTime> time) {
    return time ? Json(formatTime(*time)) : Json(nullptr);
}

Json jsonText(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace causeway::cli
