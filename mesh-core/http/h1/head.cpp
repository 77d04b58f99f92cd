// SPDX-License-Identifier: Apache-2.0
#include "http/h1/head.h"

#include "http/authority.h"
#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

#include <cstring>

namespace causeway::http::h1 {

namespace {

constexpr std::size_t kMaxMethod = 32;

// What the codec's own fields said. Everything that Headers must not carry ends here.
struct ControlFields {
    std::optional<std::uint64_t> contentLength;
    std::optional<std::string_view> host;
    bool chunked = false;
    bool close = false;
    bool keepAlive = false;
    bool expectContinue = false;
    bool namesFields = false; // Connection names some that are for this hop only
    bool upgrades = false;    // Connection says so …
    std::string_view upgrade; // … and Upgrade to what
};

// One copy of the head into the arena: the message's views and the lower-cased names live there.
std::string_view keep(Headers& headers, std::string_view head) {
    char* copy = headers.arena().allocate(head.size());
    std::memcpy(copy, head.data(), head.size());
    return {copy, head.size()};
}

// Takes one line off the front, without its CR LF. The scanner has seen that every LF follows a CR.
std::string_view takeLine(std::string_view& text) {
    const auto lf = text.find('\n');
    const auto line = text.substr(0, lf - 1);
    text.remove_prefix(lf + 1);
    return line;
}

// The text lies in our own arena, so its letters may be changed in place.
void lowerInPlace(std::string_view text) {
    char* at = const_cast<char*>(text.data());
    for (std::size_t i = 0; i < text.size(); ++i)
        at[i] = toLower(at[i]);
}

// Takes one field off the front, with its CR LF, in one go over its bytes. The head ends in an empty
// line, so there is always something that no name and no value may hold. The text lies in our own
// arena: the name is lowered in place.
Parsed<Header> takeField(std::string_view& text) {
    char* at = const_cast<char*>(text.data());
    while (const char lower = lowerTokenChar(*at))
        *at++ = lower;
    const auto colon = static_cast<std::size_t>(at - text.data());
    if (colon == 0 || *at != ':') {
        if (text.front() == ' ' || text.front() == '\t')
            return refuse(Refused::Field, 400, "a folded header line");
        return refuse(Refused::Field, 400, takeLine(text).find(':') == std::string_view::npos
                               ? "a header line without a colon"
                               : "a header name with a space or another forbidden character");
    }
    const auto end = lengthOfFieldValue(text.substr(colon + 1)) + colon + 1;
    if (!text.substr(end).starts_with("\r\n"))
        return refuse(Refused::Field, 400, "a control character in a header value");
    const Header field{text.substr(0, colon), trim(text.substr(colon + 1, end - colon - 1))};
    text.remove_prefix(end + 2);
    return field;
}

Parsed<void> readTransferEncoding(std::string_view value, ControlFields& control) {
    if (equalsIgnoreCase(value, "chunked") && !control.chunked) {
        control.chunked = true;
        return {};
    }
    // "chunked" dressed up is an attack; any other coding is only something we do not do.
    for (std::size_t i = 0; i + 7 <= value.size(); ++i)
        if (equalsIgnoreCase(value.substr(i, 7), "chunked"))
            return refuse(Refused::Framing, 400, "a transfer-encoding other than exactly \"chunked\"");
    if (control.chunked || value.empty())
        return refuse(Refused::Framing, 400, "a second or empty transfer-encoding");
    return refuse(Refused::Framing, 501, "a transfer-encoding other than \"chunked\"");
}

Parsed<void> readControlField(const Header& field, ControlFields& control) {
    if (field.name == "content-length") {
        if (control.contentLength)
            return refuse(Refused::Framing, 400, "more than one content-length");
        control.contentLength = parseDecimal(field.value);
        if (!control.contentLength)
            return refuse(Refused::Framing, 400, "a content-length that is not a plain number");
    } else if (field.name == "transfer-encoding") {
        return readTransferEncoding(field.value, control);
    } else if (field.name == "host") {
        if (control.host)
            return refuse(Refused::Field, 400, "more than one host");
        control.host = field.value;
    } else if (field.name == "connection") {
        forEachMember(field.value, [&](std::string_view option) {
            const bool close = equalsIgnoreCase(option, "close");
            const bool keepAlive = equalsIgnoreCase(option, "keep-alive");
            const bool upgrade = equalsIgnoreCase(option, "upgrade");
            control.close |= close;
            control.keepAlive |= keepAlive;
            control.upgrades |= upgrade;
            control.namesFields |= !close && !keepAlive && !upgrade;
        });
    } else if (field.name == "upgrade") {
        // One of those offered is enough; HTTP/2 is not spoken after HTTP/1 (RFC 9113, 3.1).
        forEachMember(field.value, [&](std::string_view protocol) {
            if (control.upgrade.empty() && isProtocolName(protocol)
                && !equalsIgnoreCase(protocol, "h2c"))
                control.upgrade = protocol;
        });
    }
    return {};
}

bool saysTrailers(std::string_view te) {
    bool found = false;
    forEachMember(te,
                  [&](std::string_view coding) { found |= equalsIgnoreCase(coding, "trailers"); });
    return found;
}

// Headers that Connection names are meant for this hop only. Kept apart because they may come
// before it. Names of fields that requests depend on are not for a peer to take away.
void dropNamedByConnection(Headers& headers, std::string_view value) {
    forEachMember(value, [&](std::string_view option) {
        lowerInPlace(option);
        if (option != "te" && option != "authorization" && option != "cookie")
            headers.remove(option);
    });
}

Parsed<ControlFields> parseFields(std::string_view text, Headers& headers, const Limits& limits) {
    ControlFields control;
    std::vector<std::string_view> connections;
    std::size_t count = 0;
    while (!text.starts_with("\r\n")) {
        if (++count > limits.maxHeaders)
            return refuse(Refused::TooLarge, 431, "too many header lines");
        CAUSEWAY_TRY(const Header field, takeField(text));
        if (!isCodecField(field.name)) {
            control.expectContinue |=
                field.name == "expect" && equalsIgnoreCase(field.value, "100-continue");
            headers.addStored(field);
            continue;
        }
        CAUSEWAY_CHECK(readControlField(field, control));
        if (field.name == "connection" && control.namesFields)
            connections.push_back(field.value);
        else if (field.name == "te" && saysTrailers(field.value))
            headers.addStored({field.name, "trailers"});
    }
    for (const auto value : connections)
        dropNamedByConnection(headers, value);
    return control;
}

Parsed<Version> parseVersion(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 8 || !text.starts_with("HTTP/") || !digit(text[5]) || text[6] != '.'
        || !digit(text[7]))
        return refuse(Refused::StartLine, 400, "no HTTP version where one should be");
    if (text[5] != '1')
        return refuse(Refused::StartLine, 505, "an HTTP version other than 1.0 and 1.1");
    return text[7] == '0' ? Version::Http10 : Version::Http11;
}

// Origin-form, absolute-form, authority-form for CONNECT, "*" for OPTIONS (RFC 9112 section 3.2).
Parsed<void> parseTarget(std::string_view target, RequestHead& head) {
    head.scheme = "http";
    if (head.method == "CONNECT") {
        const auto authority = parseAuthority(target);
        if (!authority || !authority->port)
            return refuse(Refused::StartLine, 400, "CONNECT to something other than host:port");
        head.authority = target;
        return {};
    }
    if (target.front() == '/' || (target == "*" && head.method == "OPTIONS")) {
        head.path = target;
        return {};
    }
    const auto colon = target.find("://");
    if (colon == std::string_view::npos)
        return refuse(Refused::StartLine, 400, "a target that is neither a path nor an absolute URI");
    head.scheme = target.substr(0, colon);
    lowerInPlace(head.scheme);
    if (head.scheme != "http" && head.scheme != "https")
        return refuse(Refused::StartLine, 400, "a scheme other than http and https");
    target.remove_prefix(colon + 3);
    const auto end = target.find_first_of("/?");
    head.authority = target.substr(0, end);
    if (head.authority.empty())
        return refuse(Refused::StartLine, 400, "an absolute URI without a host");
    head.path = end == std::string_view::npos ? std::string_view("/") : target.substr(end);
    if (head.path.front() == '?') // "http://host?query" has an empty path, which is "/"
        head.path = head.headers.arena().store(fmt::format("/{}", head.path));
    return {};
}

Parsed<void> parseRequestLine(std::string_view line, RequestHead& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return refuse(Refused::StartLine, 400, "a request line that is not \"method target version\"");
    head.method = line.substr(0, first);
    if (!isToken(head.method))
        return refuse(Refused::StartLine, 400, "a method with a forbidden character");
    if (head.method.size() > kMaxMethod)
        return refuse(Refused::StartLine, 501, "a method that nobody knows");
    const auto target = line.substr(first + 1, last - first - 1);
    if (!isTarget(target))
        return refuse(Refused::StartLine, 400, "a space or another forbidden character in the target");
    CAUSEWAY_TRY(head.version, parseVersion(line.substr(last + 1)));
    return parseTarget(target, head);
}

Parsed<void> applyHost(const ControlFields& control, RequestHead& head) {
    if (!control.host) {
        if (head.version != Version::Http10)
            return refuse(Refused::Field, 400, "no host");
    } else if (!control.host->empty() && !parseAuthority(*control.host)) {
        return refuse(Refused::Field, 400, "a host that is not host or host:port");
    }
    if (head.authority.empty() && control.host)
        head.authority = *control.host;
    else if (!head.authority.empty() && !parseAuthority(head.authority))
        return refuse(Refused::Field, 400, "an authority that is not host or host:port");
    return {};
}

Parsed<void> frameRequest(const ControlFields& control, RequestHead& head, Framing& framing) {
    if (control.chunked && control.contentLength)
        return refuse(Refused::Framing, 400, "both content-length and transfer-encoding");
    if (control.chunked && head.version == Version::Http10)
        return refuse(Refused::Framing, 400, "transfer-encoding in HTTP/1.0");
    framing.keepAlive = !control.close && (head.version == Version::Http11 || control.keepAlive);
    framing.expectContinue = control.expectContinue && head.version == Version::Http11;
    head.contentLength = control.contentLength;
    if (head.method == "CONNECT") {
        if (control.chunked || control.contentLength)
            return refuse(Refused::Framing, 400, "a body for CONNECT");
        framing.body = BodyKind::Tunnel;
    } else if (control.chunked) {
        framing.body = BodyKind::Chunked;
    } else if (control.contentLength.value_or(0) > 0) {
        framing.body = BodyKind::Length;
        framing.length = *control.contentLength;
    } else if (control.upgrades && head.method == "GET" && head.version == Version::Http11) {
        head.upgrade = control.upgrade; // a server may leave any other offer alone, and so do we
    }
    return {};
}

bool hasNoBody(int status, std::string_view requestMethod) {
    return requestMethod == "HEAD" || status < 200 || status == 204 || status == 304;
}

Parsed<void> frameResponse(const ControlFields& control, std::string_view requestMethod,
                           ParsedResponse& response) {
    ResponseHead& head = response.head;
    Framing& framing = response.framing;
    if (control.chunked && control.contentLength)
        return refuse(Refused::Framing, 502, "both content-length and transfer-encoding");
    if (control.chunked && head.version == Version::Http10)
        return refuse(Refused::Framing, 502, "transfer-encoding in HTTP/1.0");
    framing.keepAlive = !control.close && (head.version == Version::Http11 || control.keepAlive);
    if (head.status == 101)
        framing.upgrade = control.upgrade;
    if (requestMethod == "CONNECT" && head.status / 100 == 2) {
        framing.body = BodyKind::Tunnel;
        return {};
    }
    head.contentLength = control.contentLength;
    if (hasNoBody(head.status, requestMethod))
        return {};
    if (control.chunked)
        framing.body = BodyKind::Chunked;
    else if (!control.contentLength)
        framing.body = BodyKind::UntilClose;
    else if (*control.contentLength > 0)
        framing.body = BodyKind::Length;
    framing.length = control.contentLength.value_or(0);
    return {};
}

Parsed<void> parseStatusLine(std::string_view line, ResponseHead& head) {
    CAUSEWAY_TRY(head.version, parseVersion(line.substr(0, 8)));
    const auto status =
        line.size() >= 12 && line[8] == ' ' ? parseDecimal(line.substr(9, 3)) : std::nullopt;
    if (!status || *status < 100 || *status > 599 || (line.size() > 12 && line[12] != ' '))
        return refuse(Refused::StartLine, 502, "a status line without a status of 100 to 599");
    if (!isFieldValue(line))
        return refuse(Refused::StartLine, 502, "a control character in the status line");
    head.status = static_cast<int>(*status);
    return {};
}

} // namespace

Parsed<ParsedRequest> parseRequest(std::string_view text, const Limits& limits) {
    ParsedRequest request;
    RequestHead& head = request.head;
    text = keep(head.headers, text);
    CAUSEWAY_CHECK(parseRequestLine(takeLine(text), head));
    CAUSEWAY_TRY(const ControlFields control, parseFields(text, head.headers, limits));
    CAUSEWAY_CHECK(applyHost(control, head));
    CAUSEWAY_CHECK(frameRequest(control, head, request.framing));
    return request;
}

Parsed<ParsedResponse> parseResponse(std::string_view text, std::string_view requestMethod,
                                     const Limits& limits) {
    ParsedResponse response;
    text = keep(response.head.headers, text);
    CAUSEWAY_CHECK(parseStatusLine(takeLine(text), response.head));
    CAUSEWAY_TRY(const ControlFields control, parseFields(text, response.head.headers, limits));
    CAUSEWAY_CHECK(frameResponse(control, requestMethod, response));
    return response;
}

Parsed<Headers> parseTrailers(std::string_view section, const Limits& limits) {
    Headers trailers;
    section = keep(trailers, section);
    CAUSEWAY_CHECK(parseFields(section, trailers, limits));
    return trailers;
}

} // namespace causeway::http::h1
