// SPDX-License-Identifier: Apache-2.0
// The samples of one series, as bytes and back: steps since the one before, numbers that are there,
// buckets as distances, all as varints, and that packed by zstd where it helps. Pure; any thread.
// Bytes are not trusted: what is cut off, overlong or out of order is an error, never a crash.
#pragma once

#include "base/result.h"
#include "control/history/counts.h"
#include "control/history/varint.h"

#include <functional>

namespace causeway::control {

// One sample.
void appendCounts(std::string& out, const Counts& counts);
// False when that is no sample; `counts` is then anything.
[[nodiscard]] bool readCounts(ByteReader& in, Counts& counts);

// Bytes that are shorter, or as they were; the first one says which.
[[nodiscard]] std::string pack(std::string_view bytes, int level);
inline constexpr std::size_t kMaxUnpacked = 64U << 20U;
[[nodiscard]] Result<std::string> unpack(std::string_view packed);

// Builds a chunk; steps ascending, each once.
class ChunkBuilder {
public:
    void add(std::uint64_t step, const Counts& counts);
    // Empty again afterwards.
    [[nodiscard]] std::string take(int level);

private:
    std::string m_bytes;
    std::uint64_t m_next = 0;
};
// Shows samples in ascending order of steps.
[[nodiscard]] Status visitChunk(std::string_view chunk,
                                const std::function<void(std::uint64_t, const Counts&)>& see);

} // namespace causeway::control
