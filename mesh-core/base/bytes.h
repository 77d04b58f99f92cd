// SPDX-License-Identifier: Apache-2.0
// Bytes on their way through: a read-only view, and a queue that is appended to at the back and
// consumed at the front. Owned by one thread. Never copies on consume; compacts when that is cheap.
#pragma once

#include "base/assert.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace causeway {

using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] inline ByteView bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view textOf(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class Buffer {
public:
    [[nodiscard]] std::size_t size() const { return m_bytes.size() - m_head; }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] ByteView view() const { return ByteView(m_bytes).subspan(m_head); }

    void append(ByteView bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    void append(std::string_view text) { append(bytesOf(text)); }

    // Room for `count` bytes at the back, to be filled by the caller and then committed.
    [[nodiscard]] std::span<std::uint8_t> prepare(std::size_t count) {
        compact();
        m_committed = m_bytes.size();
        m_bytes.resize(m_committed + count);
        return std::span(m_bytes).subspan(m_committed);
    }
    void commit(std::size_t count) {
        CAUSEWAY_ASSERT(m_committed + count <= m_bytes.size());
        m_bytes.resize(m_committed + count);
    }

    void consume(std::size_t count) {
        CAUSEWAY_ASSERT(count <= size());
        m_head += count;
        if (m_head == m_bytes.size())
            clear();
    }
    void clear() {
        m_bytes.clear();
        m_head = 0;
    }
    // Gives memory back when empty: an idle connection should cost little.
    void release() {
        if (empty()) {
            std::vector<std::uint8_t>().swap(m_bytes);
            m_head = 0;
        }
    }

private:
    void compact() {
        if (m_head > 0 && m_head >= m_bytes.size() / 2) {
            m_bytes.erase(m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(m_head));
            m_head = 0;
        }
    }

    std::vector<std::uint8_t> m_bytes;
    std::size_t m_head = 0;
    std::size_t m_committed = 0;
};

} // namespace causeway
