// SPDX-License-Identifier: Apache-2.0
// gRPC messages on a stream of bytes: a flag, four bytes of length, the message. Owned by whoever
// owns the stream. We take no compressed messages and say so (grpc-accept-encoding: identity).
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <optional>

namespace causeway::grpc {

inline constexpr std::size_t kDefaultMaxMessage = 4 * 1024 * 1024;

// At most 4 GiB - 1, which the length field can say; more is a defect of the caller.
void appendMessage(Buffer& out, ByteView message);

class MessageReader {
public:
    explicit MessageReader(std::size_t maxMessage = kDefaultMaxMessage)
        : m_maxMessage(maxMessage) {}

    void append(ByteView bytes) { m_buffer.append(bytes); }
    // The next whole message, valid until the next call of either; nothing: more bytes are needed.
    [[nodiscard]] Result<std::optional<ByteView>> next();
    // Bytes of a message that is not whole: an error when the stream ends now.
    [[nodiscard]] bool midMessage() const { return m_buffer.size() > m_taken; }

private:
    Buffer m_buffer;
    std::size_t m_taken = 0; // the message given out last, consumed at the next call
    std::size_t m_maxMessage;
};

} // namespace causeway::grpc
