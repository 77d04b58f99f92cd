// SPDX-License-Identifier: Apache-2.0
// The HTTP/1 codec, both roles. Made by makeHttp1Codec(); see http/codec.h for its contract.
//
// An exchange (one request and its response) has two directions, each going
//     Idle --head--> Body --last byte--> Ended        (or Idle --head--> Ended without a body)
// When both have ended, both go back to Idle and the next exchange may begin, or the connection is
// done. A server's `in` is the request and its `out` the response; a client's the other way round.
#pragma once

#include "http/codec.h"
#include "http/h1/chunks.h"
#include "http/h1/head.h"
#include "http/h1/writer.h"

#include <string>

namespace causeway::http::h1 {

class Http1Codec final : public Codec {
public:
    Http1Codec(Role role, CodecEvents& events, const Limits& limits);

    [[nodiscard]] Status receive(ByteView bytes) override;
    void receiveEof() override;
    void connectionLost() override;
    void flushed() override;
    [[nodiscard]] bool hasBacklog() const override { return m_backlog; }
    [[nodiscard]] bool backlogDue() const override { return m_backlog && !waitsForTurn(); }
    [[nodiscard]] Result<StreamId> sendRequest(const RequestHead& head, bool end) override;
    void sendResponse(StreamId id, const ResponseHead& head, bool end) override;
    [[nodiscard]] std::size_t sendBody(StreamId id, ByteView bytes, bool end) override;
    void sendTrailers(StreamId id, const Headers& trailers) override;
    void reset(StreamId id, ResetReason reason) override;
    void consumed(StreamId, std::size_t) override {} // the owner stops reading instead
    void closeGracefully() override;

    [[nodiscard]] Version version() const override { return Version::Http11; }
    [[nodiscard]] bool canOpenStream() const override;
    [[nodiscard]] std::size_t activeStreams() const override { return m_active ? 1 : 0; }
    [[nodiscard]] std::uint32_t peerMaxStreams() const override { return 1; }
    [[nodiscard]] bool finished() const override { return m_closed; }
    [[nodiscard]] bool outputEnded() const override;
    [[nodiscard]] Buffer& output() override { return m_output; }

private:
    enum class Phase : std::uint8_t { Idle, Body, Ended };
    struct Direction {
        Phase phase = Phase::Idle;
        BodyKind body = BodyKind::None;
        std::uint64_t left = 0; // of a body of known length
    };

    [[nodiscard]] Parsed<std::size_t> process(ByteView bytes);
    [[nodiscard]] Parsed<std::size_t> readHead(ByteView bytes);
    [[nodiscard]] Parsed<std::size_t> readRequest(std::string_view head);
    [[nodiscard]] Parsed<std::size_t> readResponse(std::string_view head);
    [[nodiscard]] Parsed<std::size_t> readBody(ByteView bytes);
    [[nodiscard]] Parsed<std::size_t> readChunks(ByteView bytes);
    [[nodiscard]] bool waitsForTurn() const;
    [[nodiscard]] bool awaitsUpgrade() const { return m_active && !m_upgrade.empty() && !m_upgraded; }
    // Rare, and out of the way of what is not.
    [[gnu::cold, gnu::noinline]] void keepUpgrade(std::string_view protocol) { m_upgrade = protocol; }
    void beginUpgraded();
    Status keepForLater(ByteView rest);
    Status refuseConnection(const Refusal& refusal);

    void beginBody(Direction& direction, BodyKind body, std::uint64_t length);
    void endDirection(Direction& direction);
    void endSending();
    void finishExchange();
    void loseExchange(ResetReason reason);
    [[nodiscard]] WireFraming frameRequest(const RequestHead& head, bool end) const;
    [[nodiscard]] WireFraming frameResponse(const ResponseHead& head, bool end);
    [[nodiscard]] bool isOpen(StreamId id) const { return m_active && id == m_id && !m_closed; }

    const Role m_role;
    CodecEvents& m_events;
    const Limits m_limits;
    Buffer m_input; // what could not be used yet: part of a head, or pipelined requests
    Buffer m_output;
    HeadScanner m_scanner;
    ChunkDecoder m_chunks;

    static constexpr StreamId kFirstId = 1;
    StreamId m_id = kFirstId; // of the exchange under way, or of the next
    Direction m_in;
    Direction m_out;
    std::string m_method;
    std::string m_authority; // the last one that was found well formed
    std::string m_upgrade; // what the request asks to go on in
    Version m_peerVersion = Version::Http11;
    bool m_active = false;
    bool m_upgraded = false; // it was answered with 101
    bool m_keepAlive = true;
    bool m_expectContinue = false;
    bool m_skippedLine = false; // the one empty line that may come before a request
    bool m_backlog = false;
    bool m_starved = false;  // sendBody() left something with the owner
    bool m_draining = false; // closeGracefully() was called
    bool m_closed = false;
};

} // namespace causeway::http::h1
