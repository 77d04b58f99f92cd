// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace causeway::http {

Arena::Arena(Arena&& other) noexcept
    : m_first(std::move(other.m_first)), m_more(std::move(other.m_more)),
      m_free(std::exchange(other.m_free, nullptr)), m_left(std::exchange(other.m_left, 0)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
    m_first = std::move(other.m_first);
    m_more = std::move(other.m_more);
    m_free = std::exchange(other.m_free, nullptr);
    m_left = std::exchange(other.m_left, 0);
    return *this;
}

char* Arena::allocate(std::size_t size) {
    if (size > m_left) {
        const std::size_t block = std::max(size, kBlock);
        // No make_unique: it would clear what is about to be overwritten.
        std::unique_ptr<char[]> fresh(new char[block]);
        m_free = fresh.get();
        m_left = block;
        if (!m_first)
            m_first = std::move(fresh);
        else
            m_more.push_back(std::move(fresh));
    }
    m_left -= size;
    return std::exchange(m_free, m_free + size);
}

std::string_view Arena::store(std::string_view text) {
    if (text.empty())
        return {};
    char* copy = allocate(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

void Headers::add(std::string_view name, std::string_view value) {
    addStored({m_arena.store(name), m_arena.store(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
    const auto first = std::ranges::find(m_list, name, &Header::name);
    if (first == m_list.end()) {
        add(name, value);
        return;
    }
    first->value = m_arena.store(value);
    m_list.erase(std::remove_if(first + 1, m_list.end(),
                                [&](const Header& header) { return header.name == name; }),
                 m_list.end());
}

void Headers::remove(std::string_view name) {
    std::erase_if(m_list, [&](const Header& header) { return header.name == name; });
}

void Headers::removePrefix(std::string_view prefix) {
    std::erase_if(m_list, [&](const Header& header) { return header.name.starts_with(prefix); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    const auto found = std::ranges::find(m_list, name, &Header::name);
    if (found == m_list.end())
        return std::nullopt;
    return found->value;
}

Headers Headers::clone() const {
    Headers copy;
    copy.m_list.reserve(m_list.size());
    for (const Header& header : m_list)
        copy.add(header.name, header.value);
    return copy;
}

RequestHead RequestHead::clone() const {
    RequestHead copy;
    copy.version = version;
    copy.headers = headers.clone();
    Arena& arena = copy.headers.arena();
    copy.method = arena.store(method);
    copy.scheme = arena.store(scheme);
    copy.authority = arena.store(authority);
    copy.path = arena.store(path);
    copy.contentLength = contentLength;
    return copy;
}

ResponseHead ResponseHead::clone() const {
    ResponseHead copy;
    copy.version = version;
    copy.status = status;
    copy.headers = headers.clone();
    copy.contentLength = contentLength;
    return copy;
}

std::string_view statusText(int status) {
    switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 102: return "Processing";
    case 103: return "Early Hints";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 203: return "Non-Authoritative Information";
    case 204: return "No Content";
    case 205: return "Reset Content";
    case 206: return "Partial Content";
    case 300: return "Multiple Choices";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 407: return "Proxy Authentication Required";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 425: return "Too Early";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    case 511: return "Network Authentication Required";
    default: return "";
    }
}

} // namespace causeway::http
