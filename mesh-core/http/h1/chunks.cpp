// SPDX-License-Identifier: Apache-2.0
#include "http/h1/chunks.h"

#include "http/fields.h"

#include <algorithm>

namespace causeway::http::h1 {

namespace {

constexpr std::uint32_t kMaxSizeLine = 1024;
constexpr std::uint8_t kMaxDigits = 15; // 60 bits: cannot overflow

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = toLower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

void ChunkDecoder::restart() {
    m_state = State::Size;
    m_left = 0;
    m_lineLength = 0;
    m_digits = 0;
    m_scanner.restart();
}

Parsed<ChunkDecoder::Step> ChunkDecoder::step(ByteView bytes) {
    Step step;
    while (step.consumed < bytes.size()) {
        const ByteView rest = bytes.subspan(step.consumed);
        if (m_state == State::Trailers) {
            CAUSEWAY_TRY(Step last, takeTrailers(textOf(rest)));
            step.consumed += last.consumed;
            step.trailers = std::move(last.trailers);
            return step;
        }
        if (m_state == State::Data) {
            step.data = rest.first(std::min<std::uint64_t>(m_left, rest.size()));
            step.consumed += step.data.size();
            m_left -= step.data.size();
            if (m_left == 0)
                m_state = State::DataCr;
            return step;
        }
        CAUSEWAY_CHECK(takeFramingByte(static_cast<char>(rest.front())));
        ++step.consumed;
    }
    return step;
}

Parsed<void> ChunkDecoder::takeFramingByte(char c) {
    switch (m_state) {
    case State::DataCr:
        m_state = State::DataLf;
        return c == '\r' ? Parsed<void>{} : refuse(Refused::Chunk, 400, "a chunk longer than its size");
    case State::DataLf:
        m_state = State::Size;
        m_digits = 0;
        m_lineLength = 0;
        return c == '\n' ? Parsed<void>{} : refuse(Refused::Chunk, 400, "CR without LF after a chunk");
    case State::SizeLf:
        if (c != '\n')
            return refuse(Refused::Chunk, 400, "CR without LF in a chunk's size line");
        m_state = m_left > 0 ? State::Data : State::Trailers;
        return {};
    default:
        return takeSizeByte(c);
    }
}

Parsed<void> ChunkDecoder::takeSizeByte(char c) {
    if (++m_lineLength > kMaxSizeLine)
        return refuse(Refused::Chunk, 400, "a chunk extension that is too long");
    if (c == '\r' && m_digits > 0) {
        m_state = State::SizeLf;
        return {};
    }
    if (m_state == State::Extension)
        return isFieldValue({&c, 1}) ? Parsed<void>{}
                                     : refuse(Refused::Chunk, 400, "a control character in a chunk extension");
    if (c == ';' && m_digits > 0) {
        m_state = State::Extension;
        return {};
    }
    const int digit = hexDigit(c);
    if (digit < 0 || m_digits == kMaxDigits)
        return refuse(Refused::Chunk, 400, "a chunk size that is not a plain hexadecimal number");
    m_left = m_left * 16 + static_cast<std::uint64_t>(digit);
    ++m_digits;
    return {};
}

Parsed<ChunkDecoder::Step> ChunkDecoder::takeTrailers(std::string_view bytes) {
    Step step;
    CAUSEWAY_TRY(step.consumed, m_scanner.scan(bytes));
    if (step.consumed > 0) {
        CAUSEWAY_TRY(step.trailers, parseTrailers(bytes.substr(0, step.consumed), *m_limits));
        restart();
    }
    return step;
}

} // namespace causeway::http::h1
