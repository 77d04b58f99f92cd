// SPDX-License-Identifier: Apache-2.0
// Bytes on their way through: a read-only view, and a queue that is appended to at the back and
// consumed at the front. Owned by one thread. Never copies on consume; compacts when that is cheap.
#pragma once

#include "base/assert.h"
#include "base/block_cache.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

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
    Buffer() = default;
    Buffer(Buffer&& other) noexcept { swap(other); }
    Buffer& operator=(Buffer&& other) noexcept {
        swap(other);
        return *this;
    }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { freeMemory(); }

    [[nodiscard]] std::size_t size() const { return m_end - m_begin; }
    [[nodiscard]] bool empty() const { return m_begin == m_end; }
    [[nodiscard]] ByteView view() const { return {m_memory + m_begin, size()}; }

    void append(ByteView bytes) {
        if (bytes.empty())
            return;
        makeRoom(bytes.size());
        std::memcpy(m_memory + m_end, bytes.data(), bytes.size());
        m_end += bytes.size();
    }
    void append(std::string_view text) { append(bytesOf(text)); }

    // Room for `count` bytes at the back, to be filled by the caller and then committed.
    [[nodiscard]] std::span<std::uint8_t> prepare(std::size_t count) {
        makeRoom(count);
        return {m_memory + m_end, count};
    }
    void commit(std::size_t count) {
        CAUSEWAY_ASSERT(m_end + count <= m_capacity);
        m_end += count;
    }

    void consume(std::size_t count) {
        CAUSEWAY_ASSERT(count <= size());
        m_begin += count;
        if (m_begin == m_end)
            clear();
    }
    void clear() { m_begin = m_end = 0; }
    // Gives memory back when empty: an idle connection should cost little.
    void release() {
        if (empty())
            freeMemory();
    }

private:
    void swap(Buffer& other) noexcept {
        std::swap(m_memory, other.m_memory);
        std::swap(m_capacity, other.m_capacity);
        std::swap(m_begin, other.m_begin);
        std::swap(m_end, other.m_end);
    }
    void makeRoom(std::size_t count) {
        if (m_capacity - m_end < count)
            grow(count);
    }
    void grow(std::size_t count);
    void freeMemory() noexcept {
        if (m_capacity == BlockCache::kBlock)
            BlockCache::give(m_memory);
        else
            ::operator delete(m_memory);
        m_memory = nullptr;
        m_capacity = m_begin = m_end = 0;
    }

    std::uint8_t* m_memory = nullptr; // one block, or more where one was not enough
    std::size_t m_capacity = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace causeway
