// SPDX-License-Identifier: Apache-2.0
// Two oracles against request smuggling: the requests are the same however the bytes are cut, and
// each accepted request, forwarded by our client codec, is read as exactly that one request.
#include "fuzz/fuzz_target.h"
#include "mesh-core/http/codec_recorder.h"

using namespace causeway;
using namespace causeway::http;

namespace {

// Passes one request on as a proxy would and reads what comes out at the other end.
class Forwarder {
public:
    Forwarder() : m_codec(makeHttp1Codec(Role::Client, m_none)) {}

    void head(const RequestHead& head, bool end) {
        m_id = m_codec->sendRequest(head, end).value_or(0);
        drain();
    }
    void body(ByteView bytes, bool end) {
        while (m_id != 0 && !m_codec->finished()) {
            const std::size_t taken = m_codec->sendBody(m_id, bytes, end);
            drain();
            if (taken == bytes.size())
                break;
            bytes = bytes.subspan(taken);
        }
    }
    void trailers(const Headers& trailers) {
        m_codec->sendTrailers(m_id, trailers);
        drain();
    }
    [[nodiscard]] bool sent() const { return m_id != 0; }
    [[nodiscard]] std::string take() { return m_events.take(); }

private:
    void drain() {
        const auto received = m_server->receive(m_codec->output().view());
        CAUSEWAY_ASSERT(received);
        m_codec->output().clear();
    }

    CodecEvents m_none;
    test::Recorder m_events;
    std::unique_ptr<Codec> m_codec;
    std::unique_ptr<Codec> m_server = makeHttp1Codec(Role::Server, m_events);
    StreamId m_id = 0;
};

std::string read(ByteView input, std::size_t piece) {
    test::Recorder events;
    const auto codec = makeHttp1Codec(Role::Server, events);
    events.requestHook = [&](StreamId id, RequestHead&, bool) {
        codec->sendResponse(id, test::response(204), true);
    };
    for (std::size_t at = 0; at < input.size(); at += piece) {
        const bool good =
            codec->receive(input.subspan(at, std::min(piece, input.size() - at))).has_value();
        if (!good)
            return events.take() + "refused\n";
    }
    return events.take();
}

// A POST without a body gets "content-length: 0" on its way, which says the same.
std::string withoutLengthZero(std::string events) {
    constexpr std::string_view kZero = " length=0\n";
    if (const auto at = events.find(kZero); at != std::string::npos)
        events.replace(at, kZero.size(), "\n");
    return events;
}

// The first request only, so that ids on both sides are 1.
void checkForwarding(ByteView input) {
    test::Recorder events;
    const auto codec = makeHttp1Codec(Role::Server, events);
    Forwarder forwarder;
    bool secure = false;
    events.requestHook = [&](StreamId, RequestHead& head, bool end) {
        secure = head.scheme == "https"; // is not told on a plain connection
        forwarder.head(head, end);
    };
    events.bodyHook = [&](StreamId, ByteView bytes, bool end) { forwarder.body(bytes, end); };
    events.trailersHook = [&](StreamId, Headers& trailers) { forwarder.trailers(trailers); };
    const bool accepted = codec->receive(input).has_value();
    if (!accepted || !forwarder.sent() || secure)
        return;
    fuzz::assertSame(withoutLengthZero(events.take()), withoutLengthZero(forwarder.take()));
}

} // namespace

CAUSEWAY_FUZZ_TARGET(h1_request) {
    const std::string whole = read(input, std::max<std::size_t>(1, input.size()));
    fuzz::assertSame(whole, read(input, 1));
    fuzz::assertSame(whole, read(input, 7));
    checkForwarding(input);
}
