// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

#include <algorithm>

namespace causeway {

void Buffer::grow(std::size_t count) {
    const std::size_t held = size();
    // Moving what is held to the front is enough when that is little.
    if (m_memory && held + count <= m_capacity && held <= m_capacity / 2) {
        std::memmove(m_memory, m_memory + m_begin, held);
    } else {
        const std::size_t wanted = std::max(held + count, 2 * m_capacity);
        const std::size_t capacity = std::max(wanted, BlockCache::kBlock);
        auto* memory = static_cast<std::uint8_t*>(
            capacity == BlockCache::kBlock ? BlockCache::take() : ::operator new(capacity));
        if (held > 0)
            std::memcpy(memory, m_memory + m_begin, held);
        freeMemory();
        m_memory = memory;
        m_capacity = capacity;
    }
    m_begin = 0;
    m_end = held;
}

} // namespace causeway
