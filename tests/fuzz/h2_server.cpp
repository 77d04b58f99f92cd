// SPDX-License-Identifier: Apache-2.0
// Frames from a client, after a good preface: events stay in order, memory stays bounded. The first
// byte chooses how the server answers.
#include "fuzz/fuzz_target.h"
#include "fuzz/stream_order.h"
#include "mesh-core/http/codec_recorder.h"

using namespace causeway;
using namespace causeway::http;

CAUSEWAY_FUZZ_TARGET(h2_server) {
    if (input.empty())
        return;
    const std::uint8_t choice = input[0];
    test::StreamOrder events(Role::Server);
    const auto codec = makeHttp2Codec(Role::Server, events);
    const std::string body(choice * 1000u, 'x');
    events.requestHook = [&](StreamId id) {
        if ((choice & 3) == 0)
            return;
        if ((choice & 3) == 1)
            return codec->reset(id, ResetReason::Refused);
        codec->sendResponse(id, test::response(200), false);
        (void)codec->sendBody(id, bytesOf(body), (choice & 3) == 2);
        if ((choice & 3) == 3)
            codec->sendTrailers(id, {});
    };
    events.bodyHook = [&](StreamId id, ByteView bytes) { codec->consumed(id, bytes.size()); };
    const std::string preface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
    CAUSEWAY_ASSERT(codec->receive(bytesOf(preface)));
    const std::size_t piece = 1 + (choice >> 2);
    for (std::size_t at = 1; at < input.size(); at += piece) {
        if (!codec->receive(input.subspan(at, std::min(piece, input.size() - at))))
            break;
        CAUSEWAY_ASSERT(codec->output().size() < 512 * 1024);
        if ((choice & 4) != 0)
            codec->output().clear();
        codec->flushed();
    }
    codec->closeGracefully();
    codec->receiveEof();
    CAUSEWAY_ASSERT(codec->finished() && codec->activeStreams() == 0);
}
