// SPDX-License-Identifier: Apache-2.0
// Days of the calendar, as text begins with them: "2027-01-31", "2027-01-31T12:00:00Z". Pure.
#pragma once

#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

namespace causeway::analysis {

[[nodiscard]] inline std::optional<std::chrono::sys_days> dayOf(std::string_view text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const auto read = [&](std::size_t at, std::size_t size, auto& value) {
        const auto piece = text.substr(at, size);
        const auto [end, error] = std::from_chars(piece.data(), piece.data() + size, value);
        return error == std::errc() && end == piece.data() + size;
    };
    constexpr std::size_t kSize = 10;
    if (text.size() < kSize || text[4] != '-' || text[7] != '-' || !read(0, 4, year)
        || !read(5, 2, month) || !read(8, 2, day) || (text.size() > kSize && text[kSize] != 'T'))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date);
}

} // namespace causeway::analysis
