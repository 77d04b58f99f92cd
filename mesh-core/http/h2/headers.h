// SPDX-License-Identifier: Apache-2.0
// Between HTTP/2's list of fields and the heads of message.h. HeadBuilder collects one block of
// received fields; FieldList is the array that nghttp2 sends, reused so that it does not allocate.
#pragma once

#include "http/codec.h"

#include <nghttp2/nghttp2.h>

#include <vector>

namespace causeway::http::h2 {

class HeadBuilder {
public:
    enum class Added : std::uint8_t { Yes, TooLarge, Malformed };

    // nghttp2 has checked the characters, the pseudo-headers' order and content-length already.
    [[nodiscard]] Added add(std::string_view name, std::string_view value, const Limits& limits);

    // Each takes what was collected and leaves the builder empty. Nothing: the head contradicts
    // itself (Host against :authority).
    [[nodiscard]] std::optional<RequestHead> takeRequest();
    [[nodiscard]] ResponseHead takeResponse();
    [[nodiscard]] Headers takeTrailers();
    [[nodiscard]] int status() const { return m_status; }

private:
    [[nodiscard]] Added addOwn(std::string_view name, std::string_view value);
    void addPseudo(std::string_view name, std::string_view value);
    void addCookie(std::string_view value);

    Headers m_headers;
    std::string_view m_method;
    std::string_view m_scheme;
    std::string_view m_authority;
    std::string_view m_path;
    std::string_view m_protocol;
    std::string_view m_host;
    std::string_view m_cookie;
    std::optional<std::uint64_t> m_contentLength;
    int m_status = 0;
    std::size_t m_bytes = 0;
    std::size_t m_count = 0;
};

class FieldList {
public:
    // Whether nghttp2 copies the text when it is given the list, or writes the frame while the head
    // is still there.
    enum class Text : std::uint8_t { Copied, Kept };

    void setRequest(const RequestHead& head, Text text);
    void setResponse(const ResponseHead& head, Text text);
    void setTrailers(const Headers& trailers);
    [[nodiscard]] const nghttp2_nv* data() const { return m_fields.data(); }
    [[nodiscard]] std::size_t size() const { return m_fields.size(); }

private:
    void add(std::string_view name, std::string_view value);
    void addAll(const Headers& headers, std::optional<std::uint64_t> contentLength);

    std::vector<nghttp2_nv> m_fields;
    std::uint8_t m_flags = NGHTTP2_NV_FLAG_NONE;
    std::string m_number; // text of content-length or :status while nghttp2 copies it
    std::string m_statusText;
};

} // namespace causeway::http::h2
