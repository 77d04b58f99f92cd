// SPDX-License-Identifier: Apache-2.0
#include "http/h1/writer.h"

#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <charconv>

namespace causeway::http::h1 {

namespace {

// Fills memory that was sized beforehand: one growth of the buffer a head, not one a word.
class Cursor {
public:
    explicit Cursor(std::span<std::uint8_t> room) : m_begin(room.data()), m_at(room.data()) {}

    Cursor& operator<<(std::string_view text) {
        m_at += text.copy(reinterpret_cast<char*>(m_at), text.size());
        return *this;
    }
    void field(std::string_view name, std::string_view value) {
        *this << name << ": " << value << "\r\n";
    }
    [[nodiscard]] std::size_t written() const { return static_cast<std::size_t>(m_at - m_begin); }

private:
    std::uint8_t* m_begin;
    std::uint8_t* m_at;
};

// More than the status line's number, the codec's own fields and all line ends can take.
constexpr std::size_t kFixedPart = 256;

std::size_t sizeOf(const Headers& headers) {
    std::size_t size = 0;
    for (const Header& header : headers)
        size += header.name.size() + header.value.size() + 4;
    return size;
}

void writeFields(Cursor& cursor, const Headers& headers) {
    for (const Header& header : headers)
        if (mayTravel(header.name, header.value))
            cursor.field(header.name, header.value);
}

void writeFraming(Cursor& cursor, const WireFraming& framing, bool namesTe) {
    if (framing.contentLength) {
        std::array<char, 20> digits;
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), *framing.contentLength);
        cursor.field("content-length",
                     {digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
    }
    if (framing.body == BodyKind::Chunked)
        cursor.field("transfer-encoding", "chunked");
    if (namesTe)
        cursor.field("connection", "te");
    if (!framing.connection.empty())
        cursor.field("connection", framing.connection);
    if (!framing.upgrade.empty())
        cursor.field("upgrade", framing.upgrade);
    cursor << "\r\n";
}

} // namespace

void writeRequestHead(Buffer& out, const RequestHead& head, const WireFraming& framing) {
    const bool connect = head.method == "CONNECT";
    const std::string_view path = head.path.empty() ? "/" : head.path;
    const std::string_view target = connect ? head.authority : path;
    Cursor cursor(out.prepare(kFixedPart + head.method.size() + target.size()
                              + head.authority.size() + sizeOf(head.headers)));
    cursor << head.method << " " << target << " HTTP/1.1\r\n";
    cursor.field("host", head.authority);
    writeFields(cursor, head.headers);
    writeFraming(cursor, framing, head.headers.has("te"));
    out.commit(cursor.written());
}

void writeResponseHead(Buffer& out, const ResponseHead& head, const WireFraming& framing) {
    Cursor cursor(out.prepare(kFixedPart + sizeOf(head.headers)));
    std::array<char, 3> digits;
    std::to_chars(digits.data(), digits.data() + digits.size(), head.status);
    cursor << "HTTP/1.1 " << std::string_view(digits.data(), digits.size()) << " "
           << statusText(head.status) << "\r\n";
    writeFields(cursor, head.headers);
    writeFraming(cursor, framing, false);
    out.commit(cursor.written());
}

void writeChunk(Buffer& out, ByteView data) {
    if (data.empty()) // a chunk of size 0 would end the body
        return;
    std::array<char, 18> size;
    char* end = std::to_chars(size.data(), size.data() + 16, data.size(), 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    const std::string_view line(size.data(), static_cast<std::size_t>(end - size.data()));
    Cursor cursor(out.prepare(line.size() + data.size() + 2));
    cursor << line << textOf(data) << "\r\n";
    out.commit(cursor.written());
}

void writeLastChunk(Buffer& out, const Headers& trailers) {
    Cursor cursor(out.prepare(5 + sizeOf(trailers)));
    cursor << "0\r\n";
    writeFields(cursor, trailers);
    cursor << "\r\n";
    out.commit(cursor.written());
}

void writeRefusal(Buffer& out, const Refusal& refusal, bool withBody) {
    const std::string text = fmt::format("refused: {}\n", refusal.reason);
    ResponseHead head;
    head.status = refusal.status;
    head.headers.add("content-type", "text/plain; charset=utf-8");
    writeResponseHead(out, head, {BodyKind::Length, text.size(), "close"});
    if (withBody)
        out.append(text);
}

} // namespace causeway::http::h1
