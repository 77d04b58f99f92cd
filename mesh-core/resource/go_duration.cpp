// SPDX-License-Identifier: Apache-2.0
#include "resource/profile_kinds.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace causeway::resource {
namespace {

struct Unit {
    std::string_view name;
    Duration value;
};
// The longer name first: "ms" before "m".
constexpr std::array<Unit, 8> kUnits{{{"ns", std::chrono::nanoseconds(1)},
                                      {"us", std::chrono::microseconds(1)},
                                      {"µs", std::chrono::microseconds(1)},
                                      {"μs", std::chrono::microseconds(1)},
                                      {"ms", std::chrono::milliseconds(1)},
                                      {"h", std::chrono::hours(1)},
                                      {"m", std::chrono::minutes(1)},
                                      {"s", std::chrono::seconds(1)}}};
constexpr double kMax = 9.2e18; // nanoseconds that fit

// Takes "12", "1.5", ".5" or "3." from the front.
std::optional<double> takeNumber(std::string_view& text) {
    const auto length = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto digits = text.substr(0, length);
    const auto dots = std::ranges::count(digits, '.');
    if (dots > 1 || digits.size() == static_cast<std::size_t>(dots))
        return std::nullopt;
    const std::string padded = "0" + std::string(digits) + "0"; // ".5" and "3." for from_chars
    const std::string number = dots == 0 ? std::string(digits) : padded;
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size())
        return std::nullopt;
    text.remove_prefix(length);
    return value;
}

} // namespace

std::optional<GoDuration> parseGoDuration(std::string_view text) {
    auto rest = text;
    const bool isNegative = rest.starts_with('-');
    if (isNegative || rest.starts_with('+'))
        rest.remove_prefix(1);
    if (rest == "0")
        return GoDuration{{}, std::string(text)};
    if (rest.empty())
        return std::nullopt;
    double total = 0;
    while (!rest.empty()) {
        const auto number = takeNumber(rest);
        const auto* unit = std::ranges::find_if(
            kUnits, [&](const Unit& candidate) { return rest.starts_with(candidate.name); });
        if (!number || unit == kUnits.end())
            return std::nullopt;
        rest.remove_prefix(unit->name.size());
        total += *number * static_cast<double>(unit->value.count());
        if (total > kMax)
            return std::nullopt;
    }
    const auto count = static_cast<std::int64_t>(total + 0.5);
    return GoDuration{Duration(isNegative ? -count : count), std::string(text)};
}

} // namespace causeway::resource
