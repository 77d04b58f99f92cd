// SPDX-License-Identifier: Apache-2.0
#include "resource/field_reader.h"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <charconv>

namespace causeway::resource {
namespace {

struct Unit {
    std::string_view name;
    Duration value;
};
// "ms" before "m": the longer name first.
constexpr std::array<Unit, 4> kUnits{{{"ms", std::chrono::milliseconds(1)},
                                      {"h", std::chrono::hours(1)},
                                      {"m", std::chrono::minutes(1)},
                                      {"s", std::chrono::seconds(1)}}};
constexpr std::size_t kMaxDigits = 5; // Gateway API: five digits a part, four parts
constexpr int kMaxParts = 4;

} // namespace

std::optional<Duration> parseDuration(std::string_view text) {
    if (text == "0")
        return Duration{};
    Duration total{};
    int parts = 0;
    while (!text.empty()) {
        const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
        if (digits == 0 || digits > kMaxDigits || ++parts > kMaxParts)
            return std::nullopt;
        int count = 0;
        std::from_chars(text.data(), text.data() + digits, count);
        text.remove_prefix(digits);
        const Unit* unit = nullptr;
        for (const auto& candidate : kUnits)
            if (!unit && text.starts_with(candidate.name))
                unit = &candidate;
        if (!unit)
            return std::nullopt;
        text.remove_prefix(unit->name.size());
        total += count * unit->value;
    }
    return parts == 0 ? std::nullopt : std::optional(total);
}

std::string serializeDuration(Duration duration) {
    using namespace std::chrono;
    auto left = duration_cast<milliseconds>(duration);
    std::string text;
    const auto take = [&](auto unit, std::string_view name) {
        const auto count = left / unit;
        left -= count * unit;
        if (count > 0)
            text += fmt::format("{}{}", count, name);
    };
    take(hours(1), "h");
    take(minutes(1), "m");
    take(seconds(1), "s");
    take(milliseconds(1), "ms");
    return text.empty() ? "0s" : text;
}

} // namespace causeway::resource
