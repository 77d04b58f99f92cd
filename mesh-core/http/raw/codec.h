// SPDX-License-Identifier: Apache-2.0
// Bytes that are no HTTP, as one exchange of the codecs' contract (http/codec.h): a CONNECT whose
// request and response bodies are what the two sides send. Made by makeRawCodec(); a connection
// carries one exchange and ends with it. Nothing is added to the bytes, nothing is read out of
// them.
//
// Server: onRequest() comes with the first receive(), also one without bytes. A 2xx writes nothing;
// any other final status ends the connection, because these bytes have no room for a reason.
// Client: the 200 comes with the first receive() after sendRequest(): the owner gives an empty one.
#pragma once

#include "http/codec.h"

#include <string>

namespace causeway::http::raw {

class RawCodec final : public Codec {
public:
    RawCodec(Role role, CodecEvents& events, std::string authority)
        : m_role(role), m_events(events), m_authority(std::move(authority)) {}

    [[nodiscard]] Status receive(ByteView bytes) override;
    void receiveEof() override;
    void connectionLost() override;
    void flushed() override;
    [[nodiscard]] Result<StreamId> sendRequest(const RequestHead& head, bool end) override;
    void sendResponse(StreamId id, const ResponseHead& head, bool end) override;
    [[nodiscard]] std::size_t sendBody(StreamId id, ByteView bytes, bool end) override;
    void sendTrailers(StreamId id, const Headers& trailers) override;
    void reset(StreamId id, ResetReason reason) override;
    void consumed(StreamId, std::size_t) override {} // the owner stops reading instead
    void closeGracefully() override;

    [[nodiscard]] Version version() const override { return Version::Raw; }
    [[nodiscard]] bool canOpenStream() const override;
    [[nodiscard]] std::size_t activeStreams() const override {
        return m_phase == Phase::Open || m_phase == Phase::Begun ? 1 : 0;
    }
    [[nodiscard]] std::uint32_t peerMaxStreams() const override { return 1; }
    [[nodiscard]] bool finished() const override { return m_phase == Phase::Done; }
    [[nodiscard]] bool outputEnded() const override { return finished() || m_sentAll; }
    [[nodiscard]] Buffer& output() override { return m_output; }

private:
    // Idle --exchange--> Begun --its events are told--> Open --both directions ended--> Done
    enum class Phase : std::uint8_t { Idle, Begun, Open, Done };

    void begin();
    void endIfBothEnded();
    [[nodiscard]] bool isOpen(StreamId id) const { return id == kId && activeStreams() == 1; }

    static constexpr StreamId kId = 1;
    const Role m_role;
    CodecEvents& m_events;
    const std::string m_authority; // server: whom the bytes are for
    Buffer m_output;
    Phase m_phase = Phase::Idle;
    bool m_receivedAll = false;
    bool m_sentAll = false;
    bool m_starved = false; // sendBody() left something with the owner
};

} // namespace causeway::http::raw
