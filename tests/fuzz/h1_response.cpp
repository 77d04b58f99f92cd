// SPDX-License-Identifier: Apache-2.0
// A response means the same however its bytes are cut. The first byte chooses the request.
#include "fuzz/fuzz_target.h"
#include "mesh-core/http/codec_recorder.h"

#include <array>

using namespace causeway;
using namespace causeway::http;

namespace {

std::string read(std::string_view method, ByteView input, std::size_t piece) {
    test::Recorder events;
    const auto codec = makeHttp1Codec(Role::Client, events);
    const bool tunnel = method == "CONNECT";
    CAUSEWAY_ASSERT(codec->sendRequest(test::request(method, "a:1", "/"), !tunnel));
    for (std::size_t at = 0; at < input.size(); at += piece) {
        const bool good =
            codec->receive(input.subspan(at, std::min(piece, input.size() - at))).has_value();
        if (!good)
            return events.take() + "refused\n";
    }
    codec->receiveEof();
    return events.take();
}

} // namespace

CAUSEWAY_FUZZ_TARGET(h1_response) {
    constexpr std::array<std::string_view, 4> kMethods{"GET", "HEAD", "CONNECT", "POST"};
    if (input.empty())
        return;
    const std::string_view method = kMethods.at(input[0] % kMethods.size());
    const ByteView wire = input.subspan(1);
    const std::string whole = read(method, wire, std::max<std::size_t>(1, wire.size()));
    fuzz::assertSame(whole, read(method, wire, 1));
    fuzz::assertSame(whole, read(method, wire, 7));
}
