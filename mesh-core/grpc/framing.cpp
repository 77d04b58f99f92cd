// SPDX-License-Identifier: Apache-2.0
#include "grpc/framing.h"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <limits>

namespace causeway::grpc {

namespace {

constexpr std::size_t kPrefix = 5;

} // namespace

void appendMessage(Buffer& out, ByteView message) {
    CAUSEWAY_ASSERT(message.size() <= std::numeric_limits<std::uint32_t>::max());
    const auto size = static_cast<std::uint32_t>(message.size());
    const std::array<std::uint8_t, kPrefix> prefix{
        0, static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16),
        static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    out.append(prefix);
    out.append(message);
}

Result<std::optional<ByteView>> MessageReader::next() {
    m_buffer.consume(std::exchange(m_taken, 0));
    const ByteView bytes = m_buffer.view();
    if (bytes.size() < kPrefix)
        return std::nullopt;
    if (bytes[0] != 0)
        return fail(ErrorKind::Protocol, "a gRPC message is compressed, which was not offered");
    const std::size_t size = std::size_t{bytes[1]} << 24 | std::size_t{bytes[2]} << 16
                             | std::size_t{bytes[3]} << 8 | std::size_t{bytes[4]};
    if (size > m_maxMessage)
        return fail(ErrorKind::Exhausted,
                    fmt::format("a gRPC message of {} bytes; the limit is {}", size, m_maxMessage));
    if (bytes.size() - kPrefix < size)
        return std::nullopt;
    m_taken = kPrefix + size;
    return bytes.subspan(kPrefix, size);
}

} // namespace causeway::grpc
