// SPDX-License-Identifier: Apache-2.0
// Frames from a server to a client with three requests under way: events stay in order.
#include "fuzz/fuzz_target.h"
#include "fuzz/stream_order.h"
#include "mesh-core/http/codec_recorder.h"

using namespace causeway;
using namespace causeway::http;

CAUSEWAY_FUZZ_TARGET(h2_client) {
    test::StreamOrder events(Role::Client);
    const auto codec = makeHttp2Codec(Role::Client, events);
    for (const bool end : {true, true, false}) {
        const auto id = codec->sendRequest(test::request("POST", "a", "/"), end);
        CAUSEWAY_ASSERT(id);
        events.opened(*id);
        if (!end)
            (void)codec->sendBody(*id, bytesOf(std::string(100'000, 'x')), true);
    }
    codec->output().clear();
    events.bodyHook = [&](StreamId id, ByteView bytes) { codec->consumed(id, bytes.size()); };
    const std::string settings("\0\0\0\4\0\0\0\0\0", 9);
    CAUSEWAY_ASSERT(codec->receive(bytesOf(settings)));
    constexpr std::size_t kPiece = 11;
    for (std::size_t at = 0; at < input.size(); at += kPiece) {
        if (!codec->receive(input.subspan(at, std::min(kPiece, input.size() - at))))
            break;
        codec->output().clear();
        codec->flushed();
    }
    codec->receiveEof();
    CAUSEWAY_ASSERT(codec->finished() && codec->activeStreams() == 0);
}
