// SPDX-License-Identifier: Apache-2.0
// Writes down what a codec reports as readable lines, one an event, so that a test compares text.
// Bodies that came in pieces are one line. Also a pair of codecs that feed each other.
#pragma once

#include "http/codec.h"

#include <spdlog/fmt/fmt.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace causeway::http::test {

class Recorder : public CodecEvents {
public:
    void onRequest(StreamId id, RequestHead&& head, bool end) override {
        line(fmt::format(
            "{} request {} {} {} {}{}{}", id, head.method, head.scheme.empty() ? "-" : head.scheme,
            head.authority.empty() ? "-" : head.authority, head.path.empty() ? "-" : head.path,
            describe(head.headers), length(head.contentLength)));
        if (end)
            line(fmt::format("{} end", id));
        if (requestHook)
            requestHook(id, head, end);
    }
    void onResponse(StreamId id, ResponseHead&& head, bool end) override {
        line(fmt::format("{} response {}{}{}", id, head.status, describe(head.headers),
                         length(head.contentLength)));
        if (end)
            line(fmt::format("{} end", id));
        if (responseHook)
            responseHook(id, head, end);
    }
    void onBody(StreamId id, ByteView bytes, bool end) override {
        m_bodies[id].append(textOf(bytes));
        if (end) {
            closeBodies();
            line(fmt::format("{} end", id));
        }
        if (bodyHook)
            bodyHook(id, bytes, end);
    }
    void onTrailers(StreamId id, Headers&& trailers) override {
        line(fmt::format("{} trailers{}", id, describe(trailers)));
        if (trailersHook)
            trailersHook(id, trailers);
    }
    void onReset(StreamId id, ResetReason reason) override {
        line(fmt::format("{} reset: {}", id, name(reason)));
    }
    void onWritable(StreamId id) override {
        line(fmt::format("{} writable", id));
        if (writableHook)
            writableHook(id);
    }
    void onGoaway(StreamId last) override { line(fmt::format("goaway {}", last)); }

    // Everything so far, a line an event; forgets it.
    [[nodiscard]] std::string take() {
        closeBodies();
        std::string text;
        for (const std::string& event : std::exchange(m_lines, {}))
            text.append(event).append("\n");
        return text;
    }

    std::function<void(StreamId, RequestHead&, bool)> requestHook;
    std::function<void(StreamId, ResponseHead&, bool)> responseHook;
    std::function<void(StreamId, ByteView, bool)> bodyHook;
    std::function<void(StreamId, Headers&)> trailersHook;
    std::function<void(StreamId)> writableHook;

private:
    void line(std::string text) {
        closeBodies();
        m_lines.push_back(std::move(text));
    }
    void closeBodies() {
        for (auto& [id, body] : std::exchange(m_bodies, {}))
            if (!body.empty())
                m_lines.push_back(
                    fmt::format("{} body {}", id,
                                body.size() > 100 ? fmt::format("({} bytes)", body.size()) : body));
    }
    static std::string describe(const Headers& headers) {
        std::string text;
        for (const Header& header : headers)
            text += fmt::format(" {}={}", header.name, header.value);
        return text;
    }
    static std::string length(std::optional<std::uint64_t> length) {
        return length ? fmt::format(" length={}", *length) : std::string();
    }

    std::vector<std::string> m_lines;
    std::map<StreamId, std::string> m_bodies;
};

// Moves output to the other side until both are silent; `piece` bytes at a time.
inline Status exchange(Codec& a, Codec& b, std::size_t piece = SIZE_MAX) {
    const auto move = [&](Codec& from, Codec& to) -> Result<bool> {
        Buffer& bytes = from.output();
        if (bytes.empty())
            return false;
        const std::size_t size = std::min(piece, bytes.size());
        const std::vector<std::uint8_t> copy(bytes.view().begin(),
                                             bytes.view().begin() + std::ptrdiff_t(size));
        bytes.consume(size);
        CAUSEWAY_CHECK(to.receive(copy));
        from.flushed();
        return true;
    };
    for (bool moved = true; moved;) {
        CAUSEWAY_TRY(const bool there, move(a, b));
        CAUSEWAY_TRY(const bool back, move(b, a));
        moved = there || back;
    }
    return {};
}

inline RequestHead request(std::string_view method, std::string_view authority,
                           std::string_view path) {
    RequestHead head;
    Arena& arena = head.headers.arena();
    head.method = arena.store(method);
    head.scheme = "http";
    head.authority = arena.store(authority);
    head.path = arena.store(path);
    return head;
}

inline ResponseHead response(int status, std::optional<std::uint64_t> length = std::nullopt) {
    ResponseHead head;
    head.status = status;
    head.contentLength = length;
    return head;
}

} // namespace causeway::http::test
