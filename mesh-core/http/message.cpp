// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace causeway::http {

Arena::Arena(Arena&& other) noexcept
    : m_first(std::move(other.m_first)), m_more(std::move(other.m_more)),
      m_free(std::exchange(other.m_free, nullptr)), m_left(std::exchange(other.m_left, 0)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
    m_first = std::move(other.m_first);
    m_more = std::move(other.m_more);
    m_free = std::exchange(other.m_free, nullptr);
    m_left = std::exchange(other.m_left, 0);
    return *this;
}

char* Arena::allocate(std::size_t size) {
    if (size > m_left) {
        const std::size_t block = std::max(size, kBlock);
        // No make_unique: it would clear what is about to be overwritten.
        std::unique_ptr<char[]> fresh(new char[block]);
        m_free = fresh.get();
        m_left = block;
        if (!m_first)
            m_first = std::move(fresh);
        else
            m_more.push_back(std::move(fresh));
    }
    m_left -= size;
    return std::exchange(m_free, m_free + size);
}

std::string_view Arena::store(std::string_view text) {
    if (text.empty())
        return {};
    char* copy = allocate(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

void Headers::add(std::string_view name, std::string_view value) {
    addStored({m_arena.store(name), m_arena.store(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
    const auto first = std::ranges::find(m_list, name, &Header::name);
    if (first == m_list.end()) {
        add(name, value);
        return;
    }
    first->value = m_arena.store(value);
    m_list.erase(std::remove_if(first + 1, m_list.end(),
                                [&](const Header& header) { return header.name == name; }),
                 m_list.end());
}

void Headers::remove(std::string_view name) {
    std::erase_if(m_list, [&](const Header& header) { return header.name == name; });
}

void Headers::removePrefix(std::string_view prefix) {
    std::erase_if(m_list, [&](const Header& header) { return header.name.starts_with(prefix); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    const auto found = std::ranges::find(m_list, name, &Header::name);
    if (found == m_list.end())
        return std::nullopt;
    return found->value;
}

Headers Headers::clone() const {
    Headers copy;
    copy.m_list.reserve(m_list.size());
    for (const Header& header : m_list)
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
