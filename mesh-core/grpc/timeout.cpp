// SPDX-License-Identifier: Apache-2.0
#include "grpc/timeout.h"

#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

#include <array>

namespace causeway::grpc {

namespace {

struct Unit {
    char letter;
    std::int64_t nanoseconds;
};
constexpr std::array<Unit, 6> kUnits{{
    {'n', 1},
    {'u', 1'000},
    {'m', 1'000'000},
    {'S', 1'000'000'000},
    {'M', 60'000'000'000},
    {'H', 3'600'000'000'000},
}};
constexpr std::size_t kMaxDigits = 8;
constexpr std::int64_t kMaxValue = 99'999'999;

} // namespace

Result<Duration> parseTimeout(std::string_view text) {
    const auto value = text.empty() || text.size() > kMaxDigits + 1
                           ? std::nullopt
                           : http::parseDecimal(text.substr(0, text.size() - 1));
    if (value)
        for (const Unit& unit : kUnits)
            if (unit.letter == text.back()) {
                const auto count = static_cast<std::int64_t>(*value);
                if (count > Duration::max().count() / unit.nanoseconds)
                    return Duration::max();
                return Duration(count * unit.nanoseconds);
            }
    return fail(ErrorKind::InvalidInput,
                fmt::format("grpc-timeout \"{}\": expected one to eight digits and one of n u m S "
                            "M H, such as 500m",
                            text.substr(0, 32)));
}

std::string serializeTimeout(Duration timeout) {
    const std::int64_t nanoseconds = std::max<std::int64_t>(timeout.count(), 0);
    for (const Unit& unit : kUnits) {
        const std::int64_t whole = nanoseconds / unit.nanoseconds;
        const std::int64_t rounded = whole + (nanoseconds % unit.nanoseconds != 0 ? 1 : 0);
        if (rounded <= kMaxValue)
            return fmt::format("{}{}", rounded, unit.letter);
    }
    return fmt::format("{}H", kMaxValue);
}

} // namespace causeway::grpc
