// SPDX-License-Identifier: Apache-2.0
// CRC-32C (Castagnoli) of bytes, to tell damage on the disk. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace causeway::control {

namespace checksum_detail {
consteval std::array<std::array<std::uint32_t, 256>, 4> tables() {
    std::array<std::array<std::uint32_t, 256>, 4> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0x82f63b78U : 0U);
        made[0][i] = value;
    }
    for (std::size_t table = 1; table < 4; ++table)
        for (std::uint32_t i = 0; i < 256; ++i)
            made[table][i] = (made[table - 1][i] >> 8U) ^ made[0][made[table - 1][i] & 0xffU];
    return made;
}
inline constexpr auto kTables = tables();
} // namespace checksum_detail

// `before`: of the bytes in front of these.
[[nodiscard]] inline std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0) {
    const auto& t = checksum_detail::kTables;
    std::uint32_t crc = ~before;
    std::size_t i = 0;
    const auto at = [&](std::size_t where) { return std::uint32_t(std::uint8_t(bytes[where])); };
    for (; i + 4 <= bytes.size(); i += 4) {
        crc ^= at(i) | at(i + 1) << 8U | at(i + 2) << 16U | at(i + 3) << 24U;
        crc = t[3][crc & 0xffU] ^ t[2][crc >> 8U & 0xffU] ^ t[1][crc >> 16U & 0xffU]
              ^ t[0][crc >> 24U];
    }
    for (; i < bytes.size(); ++i)
        crc = (crc >> 8U) ^ t[0][(crc ^ at(i)) & 0xffU];
    return ~crc;
}

} // namespace causeway::control
