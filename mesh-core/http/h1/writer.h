// SPDX-License-Identifier: Apache-2.0
// Writes HTTP/1.1 heads, chunks and trailers into an output buffer. Pure.
#pragma once

#include "base/bytes.h"
#include "http/h1/head.h"

namespace causeway::http::h1 {

// The codec's own fields, decided by the codec, not by whoever made the head.
struct WireFraming {
    BodyKind body = BodyKind::None;
    std::optional<std::uint64_t> contentLength; // written when there is one
    std::string_view connection;                // "", "close", "keep-alive" or "upgrade"
    std::string_view upgrade;                   // written when there is one
};

void writeRequestHead(Buffer& out, const RequestHead& head, const WireFraming& framing);
void writeResponseHead(Buffer& out, const ResponseHead& head, const WireFraming& framing);
void writeChunk(Buffer& out, ByteView data);
void writeLastChunk(Buffer& out, const Headers& trailers);
// A complete response that ends the connection, with the reason as its text.
void writeRefusal(Buffer& out, const Refusal& refusal, bool withBody);

} // namespace causeway::http::h1
