// SPDX-License-Identifier: Apache-2.0
#include "http/h2/headers.h"

#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::http::h2 {

HeadBuilder::Added HeadBuilder::add(std::string_view name, std::string_view value,
                                    const Limits& limits) {
    m_bytes += name.size() + value.size();
    if (m_bytes > limits.maxHeaderBytes || ++m_count > limits.maxHeaders)
        return Added::TooLarge;
    if (name.starts_with(':'))
        addPseudo(name, value);
    else if (!isCodecField(name) && name != "cookie")
        m_headers.add(name, value);
    else
        return addOwn(name, value);
    return Added::Yes;
}

// Those that are the codec's own, and cookies.
HeadBuilder::Added HeadBuilder::addOwn(std::string_view name, std::string_view value) {
    if (name == "cookie") {
        addCookie(value);
    } else if (name == "host") {
        if (!m_host.empty() && m_host != value)
            return Added::Malformed;
        m_host = m_headers.arena().store(value);
    } else if (name == "content-length") {
        m_contentLength = parseDecimal(value);
        if (!m_contentLength)
            return Added::Malformed;
    } else if (mayTravel(name, value)) {
        m_headers.add(name, value);
    }
    return Added::Yes;
}

void HeadBuilder::addPseudo(std::string_view name, std::string_view value) {
    Arena& arena = m_headers.arena();
    if (name == ":method")
        m_method = arena.store(value);
    else if (name == ":scheme")
        m_scheme = arena.store(value);
    else if (name == ":authority")
        m_authority = arena.store(value);
    else if (name == ":path")
        m_path = arena.store(value);
    else if (name == ":protocol")
        m_protocol = arena.store(value);
    else if (name == ":status")
        m_status = static_cast<int>(parseDecimal(value).value_or(0));
}

// HTTP/2 may send a cookie in crumbs; HTTP/1 knows only one line (RFC 9113 section 8.2.3).
void HeadBuilder::addCookie(std::string_view value) {
    m_cookie = m_headers.arena().store(
        m_cookie.empty() ? value : std::string_view(fmt::format("{}; {}", m_cookie, value)));
}

std::optional<RequestHead> HeadBuilder::takeRequest() {
    if (!m_host.empty() && !m_authority.empty() && !equalsIgnoreCase(m_host, m_authority))
        return std::nullopt;
    RequestHead head;
    head.version = Version::Http2;
    head.method = m_method;
    head.scheme = m_scheme;
    head.authority = m_authority.empty() ? m_host : m_authority;
    head.path = m_path;
    if (!m_protocol.empty()) { // nghttp2 lets it through in a CONNECT only (RFC 8441)
        head.method = "GET";
        head.upgrade = m_protocol;
    }
    head.contentLength = m_contentLength;
    head.headers = takeTrailers();
    return head;
}

ResponseHead HeadBuilder::takeResponse() {
    ResponseHead head;
    head.version = Version::Http2;
    head.status = m_status;
    head.contentLength = m_contentLength;
    head.headers = takeTrailers();
    return head;
}

Headers HeadBuilder::takeTrailers() {
    if (!m_cookie.empty())
        m_headers.addStored({"cookie", m_cookie});
    Headers headers = std::move(m_headers);
    *this = HeadBuilder();
    return headers;
}

void FieldList::add(std::string_view name, std::string_view value) {
    // nghttp2 changes neither; its interface only lacks the const.
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    };
    m_fields.push_back({bytes(name), bytes(value), name.size(), value.size(), m_flags});
}

void FieldList::addAll(const Headers& headers, std::optional<std::uint64_t> contentLength) {
    for (const Header& header : headers)
        if (mayTravel(header.name, header.value))
            add(header.name, header.value);
    if (contentLength) {
        m_number = std::to_string(*contentLength);
        add("content-length", m_number);
    }
}

namespace {

constexpr std::uint8_t flagsOf(FieldList::Text text) {
    return text == FieldList::Text::Kept
               ? NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE
               : NGHTTP2_NV_FLAG_NONE;
}

} // namespace

void FieldList::setRequest(const RequestHead& head, Text text) {
    m_fields.clear();
    m_flags = flagsOf(text);
    add(":method", head.upgrade.empty() ? head.method : "CONNECT");
    if (!head.upgrade.empty())
        add(":protocol", head.upgrade);
    if (head.method != "CONNECT") {
        add(":scheme", head.scheme.empty() ? "http" : head.scheme);
        add(":path", head.path.empty() ? "/" : head.path);
    }
    if (!head.authority.empty())
        add(":authority", head.authority);
    addAll(head.headers, head.contentLength);
}

void FieldList::setResponse(const ResponseHead& head, Text text) {
    m_fields.clear();
    m_flags = flagsOf(text);
    m_statusText = std::to_string(head.status == 101 ? 200 : head.status); // RFC 8441
    add(":status", m_statusText);
    const bool carriesLength = head.status >= 200 && head.status != 204;
    addAll(head.headers, carriesLength ? head.contentLength : std::nullopt);
}

void FieldList::setTrailers(const Headers& trailers) {
    m_fields.clear();
    m_flags = flagsOf(Text::Copied);
    addAll(trailers, std::nullopt);
}

} // namespace causeway::http::h2
