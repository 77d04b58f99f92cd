// SPDX-License-Identifier: Apache-2.0
// Parses a whole HTTP/1 head (RFC 9112): request line or status line, then fields up to and with
// the empty line. Strict where laxness would let two parsers see two messages: see decision 0010.
// Copies the head once, into the message's arena, and makes views of that. Pure.
#pragma once

#include "http/codec.h"
#include "http/message.h"

#include <tl/expected.hpp>

#include <string>

namespace causeway::http::h1 {

// Why a message is refused, with the status that a server answers.
struct Refusal {
    int status = 400;
    std::string reason;
    Refused kind = Refused::NotHttp;
};
template <typename T> using Parsed = tl::expected<T, Refusal>;

// Out of line: what goes well is not to carry the strings of what does not.
[[nodiscard, gnu::cold, gnu::noinline]] inline tl::unexpected<Refusal> refuse(Refused kind, int status,
                                                    std::string reason) {
    return tl::unexpected(Refusal{status, std::move(reason), kind});
}

// How the body that follows a head ends (RFC 9112 section 6.3).
enum class BodyKind : std::uint8_t { None, Length, Chunked, UntilClose, Tunnel };

// What a head says about the connection, beside the message itself.
struct Framing {
    BodyKind body = BodyKind::None;
    std::uint64_t length = 0;
    bool keepAlive = true;
    bool expectContinue = false;
    std::string_view upgrade; // of a response with 101: what the peer goes on in
};
struct ParsedRequest {
    RequestHead head;
    Framing framing;
};
struct ParsedResponse {
    ResponseHead head;
    Framing framing;
};

[[nodiscard]] Parsed<ParsedRequest> parseRequest(std::string_view head, const Limits& limits);
// The method of the request decides whether the response has a body.
[[nodiscard]] Parsed<ParsedResponse>
parseResponse(std::string_view head, std::string_view requestMethod, const Limits& limits);
// A trailer section, with its empty line. Fields that only make sense in a head are dropped.
[[nodiscard]] Parsed<Headers> parseTrailers(std::string_view section, const Limits& limits);

// Finds the end of a head that arrives in pieces, without looking at a byte twice. Finds bare line
// feeds at once, so that a peer who sends only those does not hang until its limit.
class HeadScanner {
public:
    explicit HeadScanner(const Limits& limits, int tooLongFirstLine = 414)
        : m_limits(&limits), m_tooLongFirstLine(tooLongFirstLine) {}

    // `bytes` is all there is of the head so far. The size of the head, or 0: need more.
    [[nodiscard]] Parsed<std::size_t> scan(std::string_view bytes);
    void restart() { m_scanned = m_lineStart = 0; }

private:
    const Limits* m_limits;
    int m_tooLongFirstLine;
    std::size_t m_scanned = 0;
    std::size_t m_lineStart = 0;
};

} // namespace causeway::http::h1
