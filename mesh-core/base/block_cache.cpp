// SPDX-License-Identifier: Apache-2.0
#include "base/block_cache.h"

#include <utility>

namespace causeway {

thread_local constinit BlockCache::Kept BlockCache::t_kept{};

void* BlockCache::fresh() {
    static thread_local const AtThreadEnd guard;
    static_cast<void>(guard);
#ifndef __SANITIZE_ADDRESS__ // it should see every use after a free
    static thread_local bool opened = false;
    if (!std::exchange(opened, true))
        t_kept.room = kKept;
#endif
    return ::operator new(kBlock);
}

// What is freed later on, by other destructors, goes straight back.
BlockCache::AtThreadEnd::~AtThreadEnd() {
    t_kept.room = 0;
    while (t_kept.count > 0)
        ::operator delete(t_kept.blocks[--t_kept.count]);
}

} // namespace causeway
