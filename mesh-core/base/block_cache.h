// SPDX-License-Identifier: Apache-2.0
// Memory blocks of one size that buffers, messages and requests come in, kept for the next one by
// the thread that frees them: a proxy in its stride asks the allocator for nothing. Any thread; a
// block may be freed by another thread than the one that took it.
#pragma once

#include <cstddef>
#include <new>

namespace causeway {

class BlockCache {
public:
    static constexpr std::size_t kBlock = 2048;
    static constexpr std::size_t kKept = 256; // a thread: half a MiB at most

    [[nodiscard]] static void* take() {
        Kept& kept = t_kept;
        if (kept.count == 0) [[unlikely]]
            return fresh();
        return kept.blocks[--kept.count];
    }
    static void give(void* block) noexcept {
        Kept& kept = t_kept;
        if (kept.count >= kept.room) [[unlikely]]
            return ::operator delete(block);
        kept.blocks[kept.count++] = block;
    }

private:
    struct Kept {
        std::size_t count = 0;
        std::size_t room = 0; // kKept while the thread lives and has taken a block
        void* blocks[kKept];
    };
    struct AtThreadEnd {
        ~AtThreadEnd();
    };
    static void* fresh();

    static thread_local constinit Kept t_kept;
};

// For std::allocate_shared of what fits into a block.
template <typename T> struct BlockAllocator {
    using value_type = T;
    BlockAllocator() = default;
    template <typename U> explicit(false) BlockAllocator(const BlockAllocator<U>&) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        static_assert(sizeof(T) <= BlockCache::kBlock);
        return static_cast<T*>(count == 1 ? BlockCache::take() : ::operator new(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t count) noexcept {
        if (count == 1)
            BlockCache::give(memory);
        else
            ::operator delete(memory);
    }
    bool operator==(const BlockAllocator&) const = default;
};

} // namespace causeway
