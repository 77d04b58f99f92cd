// SPDX-License-Identifier: Apache-2.0
#include "http/h2/memory.h"

#include "base/assert.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace causeway::http::h2 {
namespace {

constexpr std::size_t kStep = 32;
constexpr std::size_t kClasses = 32; // up to 1 KiB
constexpr std::size_t kKept = 512;   // of each class: what a few hundred streams give back at once

// Stands before what nghttp2 gets: it frees without telling the size.
struct alignas(16) Piece {
    std::size_t size; // that was asked for
    Piece* next;      // while it is free
};

#ifdef __SANITIZE_ADDRESS__ // it should see every use after a free
constexpr bool kKeep = false;
#else
constexpr bool kKeep = true;
#endif

struct FreeLists {
    std::array<Piece*, kClasses> first{};
    std::array<std::uint32_t, kClasses> count{};
    bool open = kKeep;

    ~FreeLists() {
        open = false; // sessions that outlive the thread's lists free for good
        for (Piece* piece : first)
            while (piece) {
                Piece* next = piece->next;
                std::free(piece);
                piece = next;
            }
        first = {};
    }
};
thread_local FreeLists t_lists;

constexpr std::size_t classOf(std::size_t size) {
    return size == 0 ? 0 : (size - 1) / kStep;
}

void* allocate(std::size_t size, void*) {
    const std::size_t which = classOf(size);
    if (which < kClasses)
        if (Piece* piece = t_lists.first[which]) {
            t_lists.first[which] = piece->next;
            --t_lists.count[which];
            piece->size = size;
            return piece + 1;
        }
    const std::size_t room = which < kClasses ? (which + 1) * kStep : size;
    auto* piece = static_cast<Piece*>(std::malloc(sizeof(Piece) + room));
    if (!piece)
        return nullptr;
    piece->size = size;
    return piece + 1;
}

void release(void* memory, void*) {
    if (!memory)
        return;
    Piece* piece = static_cast<Piece*>(memory) - 1;
    const std::size_t which = classOf(piece->size);
    if (which >= kClasses || !t_lists.open || t_lists.count[which] >= kKept)
        return std::free(piece);
    piece->next = t_lists.first[which];
    t_lists.first[which] = piece;
    ++t_lists.count[which];
}

void* allocateCleared(std::size_t count, std::size_t size, void* user) {
    if (size != 0 && count > SIZE_MAX / 2 / size)
        return nullptr;
    void* memory = allocate(count * size, user);
    if (memory)
        std::memset(memory, 0, count * size);
    return memory;
}

void* reallocate(void* memory, std::size_t size, void* user) {
    if (!memory)
        return allocate(size, user);
    Piece* piece = static_cast<Piece*>(memory) - 1;
    const std::size_t held = piece->size;
    if (classOf(held) < kClasses && classOf(size) == classOf(held)) {
        piece->size = size;
        return memory;
    }
    void* moved = allocate(size, user);
    if (!moved)
        return nullptr;
    std::memcpy(moved, memory, std::min(held, size));
    release(memory, user);
    return moved;
}

} // namespace

void* takePiece(std::size_t size) {
    void* piece = allocate(size, nullptr);
    CAUSEWAY_ASSERT(piece != nullptr);
    return piece;
}

void givePiece(void* piece) noexcept {
    release(piece, nullptr);
}

nghttp2_mem* sessionMemory() {
    static nghttp2_mem memory{nullptr, allocate, release, allocateCleared, reallocate};
    return &memory;
}

} // namespace causeway::http::h2
