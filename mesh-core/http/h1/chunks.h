// SPDX-License-Identifier: Apache-2.0
// Decodes a chunked body (RFC 9112 section 7.1), in pieces of any size. Owned by the codec; pure
// state, no copy of the data.
#pragma once

#include "http/h1/head.h"

namespace causeway::http::h1 {

class ChunkDecoder {
public:
    explicit ChunkDecoder(const Limits& limits) : m_limits(&limits), m_scanner(limits, 431) {}

    struct Step {
        std::size_t consumed = 0;        // 0: needs more than it was given
        ByteView data;                   // a view of the bytes given
        std::optional<Headers> trailers; // the body is over; often empty
    };
    // Does one thing with the front of `bytes`; what was not consumed is to be given again.
    [[nodiscard]] Parsed<Step> step(ByteView bytes);
    void restart();

private:
    enum class State : std::uint8_t { Size, Extension, SizeLf, Data, DataCr, DataLf, Trailers };

    [[nodiscard]] Parsed<void> takeFramingByte(char c);
    [[nodiscard]] Parsed<void> takeSizeByte(char c);
    [[nodiscard]] Parsed<Step> takeTrailers(std::string_view bytes);

    const Limits* m_limits;
    HeadScanner m_scanner;
    State m_state = State::Size;
    std::uint64_t m_left = 0;
    std::uint32_t m_lineLength = 0; // of the size line so far, extension included
    std::uint8_t m_digits = 0;
};

} // namespace causeway::http::h1
