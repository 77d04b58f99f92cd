// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include "base/block_cache.h"

#include <algorithm>
#include <memory>

namespace causeway::http {

void Arena::addBlock(std::size_t size) {
    const std::size_t whole = std::max(size + sizeof(Block), BlockCache::kBlock);
    void* memory = whole == BlockCache::kBlock ? BlockCache::take() : ::operator new(whole);
    m_blocks = new (memory) Block{m_blocks, whole};
    m_free = static_cast<char*>(memory) + sizeof(Block);
    m_left = whole - sizeof(Block);
}

void Arena::freeBlocks() noexcept {
    while (m_blocks) {
        Block* block = std::exchange(m_blocks, m_blocks->next);
        if (block->size == BlockCache::kBlock)
            BlockCache::give(block);
        else
            ::operator delete(block);
    }
}

void Headers::grow() {
    constexpr std::uint32_t kUsual = 16;
    const std::uint32_t capacity = m_capacity == 0 ? kUsual : 2 * m_capacity;
    auto* list = static_cast<Header*>(m_arena.allocateAligned(capacity * sizeof(Header)));
    std::uninitialized_copy_n(m_list, m_size, list);
    m_list = list;
    m_capacity = capacity;
}

template <typename Condition> void Headers::removeIf(Condition condition) {
    m_size = static_cast<std::uint32_t>(std::remove_if(m_list, m_list + m_size, condition)
                                        - m_list);
}

void Headers::add(std::string_view name, std::string_view value) {
    addStored({m_arena.store(name), m_arena.store(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
    Header* first = std::find_if(m_list, m_list + m_size,
                                 [&](const Header& header) { return header.name == name; });
    if (first == m_list + m_size)
        return add(name, value);
    first->value = m_arena.store(value);
    removeIf([&](const Header& header) { return &header != first && header.name == name; });
}

void Headers::remove(std::string_view name) {
    removeIf([&](const Header& header) { return header.name == name; });
}

void Headers::removePrefix(std::string_view prefix) {
    removeIf([&](const Header& header) { return header.name.starts_with(prefix); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (const Header& header : *this)
        if (header.name == name)
            return header.value;
    return std::nullopt;
}

Headers Headers::clone() const {
    Headers copy;
    for (const Header& header : *this)
        copy.add(header.name, header.value);
    return copy;
}

RequestHead RequestHead::clone() const {
    RequestHead copy;
    copy.version = version;
    copy.headers = headers.clone();
    Arena& arena = copy.headers.arena();
    copy.method = arena.store(method);
    copy.scheme = arena.store(scheme);
    copy.authority = arena.store(authority);
    copy.path = arena.store(path);
    copy.upgrade = arena.store(upgrade);
    copy.contentLength = contentLength;
    return copy;
}

ResponseHead ResponseHead::clone() const {
    ResponseHead copy;
    copy.version = version;
    copy.status = status;
    copy.headers = headers.clone();
    copy.contentLength = contentLength;
    return copy;
}

} // namespace causeway::http
