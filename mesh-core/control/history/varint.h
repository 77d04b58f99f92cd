// SPDX-License-Identifier: Apache-2.0
// Numbers as bytes: seven bits a byte, the lowest first; signed ones folded so that small ones stay
// short. Reading never goes beyond the end: what is missing makes the reader failed. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::control {

inline void appendVarint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U)
        out.push_back(static_cast<char>(value | 0x80U));
    out.push_back(static_cast<char>(value));
}

[[nodiscard]] constexpr std::uint64_t zigzag(std::uint64_t value) {
    return (value << 1U) ^ (0 - (value >> 63U));
}
[[nodiscard]] constexpr std::uint64_t unzigzag(std::uint64_t value) {
    return (value >> 1U) ^ (0 - (value & 1U));
}

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_left(bytes) {}

    [[nodiscard]] std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_left.empty())
                break;
            const auto byte = static_cast<std::uint8_t>(m_left.front());
            m_left.remove_prefix(1);
            value |= std::uint64_t(byte & 0x7fU) << shift;
            if (byte < 0x80)
                return value;
        }
        m_failed = true;
        m_left = {};
        return 0;
    }
    [[nodiscard]] std::string_view take(std::uint64_t count) {
        if (count > m_left.size()) {
            m_failed = true;
            m_left = {};
            return {};
        }
        const auto taken = m_left.substr(0, count);
        m_left.remove_prefix(count);
        return taken;
    }
    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] bool done() const { return m_left.empty(); }
    [[nodiscard]] std::size_t left() const { return m_left.size(); }

private:
    std::string_view m_left;
    bool m_failed = false;
};

} // namespace causeway::control
