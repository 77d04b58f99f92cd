// SPDX-License-Identifier: Apache-2.0
// What belongs to each stream of a connection, by its id: a hash table in one piece of memory that
// is asked for once and kept. Values move when others come and go:
// keep no pointer across add() or take(). One thread.
#pragma once

#include "base/assert.h"
#include "http/codec.h"

#include <memory>
#include <utility>

namespace causeway::http {

template <typename T> class StreamTable {
public:
    StreamTable() = default;
    StreamTable(StreamTable&& other) noexcept
        : m_slots(std::move(other.m_slots)), m_capacity(std::exchange(other.m_capacity, 0)),
          m_size(std::exchange(other.m_size, 0)) {}
    StreamTable& operator=(StreamTable&& other) noexcept {
        std::swap(m_slots, other.m_slots);
        std::swap(m_capacity, other.m_capacity);
        std::swap(m_size, other.m_size);
        return *this;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }

    [[nodiscard]] T* find(StreamId id) {
        if (m_size == 0)
            return nullptr;
        for (std::size_t at = homeOf(id);; at = next(at)) {
            if (m_slots[at].id == id)
                return &m_slots[at].value;
            if (m_slots[at].id == kFree)
                return nullptr;
        }
    }
    // The id is not in it.
    T& add(StreamId id, T value) {
        CAUSEWAY_ASSERT(id != kFree);
        if (2 * (m_size + 1) > m_capacity)
            grow();
        ++m_size;
        return place(id, std::move(value));
    }
    // The value that was there; T() when none was.
    T take(StreamId id) {
        if (m_size == 0)
            return T();
        std::size_t at = homeOf(id);
        while (m_slots[at].id != id) {
            if (m_slots[at].id == kFree)
                return T();
            at = next(at);
        }
        T taken = std::move(m_slots[at].value);
        close(at);
        --m_size;
        return taken;
    }
    template <typename F> void forEach(F&& f) {
        for (std::size_t at = 0; at < m_capacity; ++at)
            if (m_slots[at].id != kFree)
                f(m_slots[at].id, m_slots[at].value);
    }

private:
    static constexpr StreamId kFree = 0; // in HTTP/2 the connection itself; HTTP/1 counts from 1
    struct Slot {
        StreamId id = kFree;
        T value{};
    };

    // Scattered: ids in a row would make one long run, and take() looks at a run to its end.
    [[nodiscard]] std::size_t homeOf(StreamId id) const {
        return (std::uint64_t{id} * 0x9e3779b97f4a7c15U >> 32) & (m_capacity - 1);
    }
    [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (m_capacity - 1); }

    T& place(StreamId id, T value) {
        std::size_t at = homeOf(id);
        while (m_slots[at].id != kFree)
            at = next(at);
        m_slots[at] = {id, std::move(value)};
        return m_slots[at].value;
    }
    // Those behind the gap that could not be found over it move up.
    void close(std::size_t gap) {
        for (std::size_t at = next(gap); m_slots[at].id != kFree; at = next(at)) {
            const std::size_t home = homeOf(m_slots[at].id);
            const bool reachable = gap <= at ? gap < home && home <= at : gap < home || home <= at;
            if (reachable)
                continue;
            m_slots[gap] = std::move(m_slots[at]);
            gap = at;
        }
        m_slots[gap] = Slot();
    }
    void grow() {
        constexpr std::size_t kFirst = 2; // all that HTTP/1 needs
        const std::size_t before = std::exchange(m_capacity, m_capacity ? 2 * m_capacity : kFirst);
        auto old = std::exchange(m_slots, std::make_unique<Slot[]>(m_capacity));
        for (std::size_t at = 0; at < before; ++at)
            if (old[at].id != kFree)
                place(old[at].id, std::move(old[at].value));
    }

    std::unique_ptr<Slot[]> m_slots;
    std::size_t m_capacity = 0; // a power of two
    std::size_t m_size = 0;
};

} // namespace causeway::http
