// SPDX-License-Identifier: Apache-2.0
#include "control/history/series_chunk.h"

#include <memory>

#include <zstd.h>

namespace causeway::control {

namespace {

constexpr char kPlain = 0;
constexpr char kZstd = 1;
constexpr std::size_t kWorthPacking = 64; // bytes; below it a frame's head eats what is gained

bool isSigned(std::size_t which) {
    return which == std::size_t(Number::WayForwardUs) || which == std::size_t(Number::WayBackUs);
}

void appendTimes(std::string& out, const Times& times) {
    appendVarint(out, times.buckets.size());
    std::uint32_t last = 0;
    for (const auto& [bucket, count] : times.buckets) {
        // Most buckets of a second hold one request: a bit says so.
        appendVarint(out, std::uint64_t(bucket - last) << 1U | (count == 1 ? 1U : 0U));
        if (count != 1)
            appendVarint(out, count);
        last = bucket;
    }
    appendVarint(out, times.sumUs);
    appendVarint(out, times.maxUs);
}

bool readTimes(ByteReader& in, Times& times) {
    const std::uint64_t size = in.varint();
    if (size > in.left())
        return false;
    times.buckets.reserve(size);
    std::uint64_t bucket = 0;
    for (std::uint64_t i = 0; i < size; ++i) {
        const std::uint64_t word = in.varint();
        if (i > 0 && word >> 1U == 0)
            return false;
        bucket += word >> 1U;
        if (bucket > 0xffff'ffffU || word >> 1U > 0xffff'ffffU)
            return false;
        times.buckets.emplace_back(static_cast<std::uint32_t>(bucket),
                                   (word & 1U) != 0 ? 1 : in.varint());
    }
    times.sumUs = in.varint();
    times.maxUs = in.varint();
    return !in.failed();
}

bool readFailures(ByteReader& in, Counts& counts) {
    const std::uint64_t size = in.varint();
    if (size > in.left())
        return false;
    for (std::uint64_t i = 0; i < size; ++i) {
        const auto reason = in.take(in.varint());
        const std::uint64_t count = in.varint();
        if (in.failed() || (i > 0 && reason <= counts.failures.back().first))
            return false;
        counts.failures.emplace_back(reason, count);
    }
    return true;
}

struct FreeCompressor {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

} // namespace

void appendCounts(std::string& out, const Counts& counts) {
    appendVarint(out, counts.present | (counts.failures.empty() ? 0U : std::uint64_t{1} << kFailuresBit));
    for (std::uint64_t left = counts.present; left != 0; left &= left - 1) {
        const auto which = static_cast<std::size_t>(__builtin_ctzll(left));
        const std::uint64_t value = counts.numbers[which];
        appendVarint(out, isSigned(which) ? zigzag(value) : value);
    }
    out.push_back(static_cast<char>(counts.timesPresent));
    for (std::size_t i = 0; i < kTimes; ++i)
        if (counts.hasTimes(i))
            appendTimes(out, counts.times[i]);
    if (counts.failures.empty())
        return;
    appendVarint(out, counts.failures.size());
    for (const auto& [reason, count] : counts.failures) {
        appendVarint(out, reason.size());
        out += reason;
        appendVarint(out, count);
    }
}

bool readCounts(ByteReader& in, Counts& counts) {
    counts.clear();
    const std::uint64_t present = in.varint();
    if (present >> kNumbers != 0)
        return false;
    counts.present = present & ~(std::uint64_t{1} << kFailuresBit);
    for (std::uint64_t left = counts.present; left != 0; left &= left - 1) {
        const auto which = static_cast<std::size_t>(__builtin_ctzll(left));
        const std::uint64_t value = in.varint();
        counts.numbers[which] = isSigned(which) ? unzigzag(value) : value;
    }
    const auto times = in.take(1);
    if (times.empty())
        return false;
    counts.timesPresent = static_cast<std::uint8_t>(times.front());
    for (std::size_t i = 0; i < kTimes; ++i)
        if (counts.hasTimes(i) && !readTimes(in, counts.times[i]))
            return false;
    return ((present >> kFailuresBit & 1U) == 0 || readFailures(in, counts)) && !in.failed();
}

std::string pack(std::string_view bytes, int level) {
    std::string packed(1, kZstd);
    if (bytes.size() >= kWorthPacking) {
        // A context is a few hundred KiB and slow to make.
        thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
        packed.resize(1 + ZSTD_compressBound(bytes.size()));
        const std::size_t size = ZSTD_compressCCtx(
            context.get(), packed.data() + 1, packed.size() - 1, bytes.data(), bytes.size(), level);
        if (ZSTD_isError(size) == 0 && size < bytes.size()) {
            packed.resize(1 + size);
            return packed;
        }
    }
    packed.assign(1, kPlain);
    packed += bytes;
    return packed;
}

Result<std::string> unpack(std::string_view packed) {
    if (packed.empty() || (packed.front() != kPlain && packed.front() != kZstd))
        return fail(ErrorKind::InvalidInput, "chunk: found no known way of packing");
    const auto body = packed.substr(1);
    if (packed.front() == kPlain)
        return std::string(body);
    const auto size = ZSTD_getFrameContentSize(body.data(), body.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxUnpacked)
        return fail(ErrorKind::InvalidInput, "chunk: found no zstd frame of a size that can be");
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
    std::string bytes(size, '\0');
    const std::size_t found =
        ZSTD_decompressDCtx(context.get(), bytes.data(), bytes.size(), body.data(), body.size());
    if (ZSTD_isError(found) != 0 || found != bytes.size())
        return fail(ErrorKind::InvalidInput, "chunk: its zstd frame is damaged");
    return bytes;
}

void ChunkBuilder::add(std::uint64_t step, const Counts& counts) {
    appendVarint(m_bytes, step - m_next);
    appendCounts(m_bytes, counts);
    m_next = step + 1;
}

std::string ChunkBuilder::take(int level) {
    std::string packed = pack(m_bytes, level);
    m_bytes.clear();
    m_next = 0;
    return packed;
}

Status visitChunk(std::string_view chunk,
                  const std::function<void(std::uint64_t, const Counts&)>& see) {
    CAUSEWAY_TRY(const std::string bytes, unpack(chunk));
    ByteReader in(bytes);
    Counts counts;
    for (std::uint64_t next = 0; !in.done();) {
        const std::uint64_t gap = in.varint();
        if (gap > 0xffff'ffffU || !readCounts(in, counts))
            return fail(ErrorKind::InvalidInput, "chunk: found bytes that are no sample");
        see(next + gap, counts);
        next += gap + 1;
    }
    return {};
}

} // namespace causeway::control
