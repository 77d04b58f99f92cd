// SPDX-License-Identifier: Apache-2.0
// A stream of gRPC messages means the same however it is cut, and what is read can be written.
#include "fuzz/fuzz_target.h"
#include "grpc/framing.h"

#include <string>

using namespace causeway;

namespace {

constexpr std::size_t kMaxMessage = 1000;

// The messages, each framed again, and "!" where the reader gave up.
std::string read(ByteView input, std::size_t piece) {
    grpc::MessageReader reader(kMaxMessage);
    Buffer framed;
    for (std::size_t at = 0; at < input.size(); at += piece) {
        reader.append(input.subspan(at, std::min(piece, input.size() - at)));
        for (;;) {
            const auto message = reader.next();
            if (!message)
                return std::string(textOf(framed.view())) + "!";
            if (!*message)
                break;
            CAUSEWAY_ASSERT((*message)->size() <= kMaxMessage);
            grpc::appendMessage(framed, **message);
        }
    }
    return std::string(textOf(framed.view()));
}

} // namespace

CAUSEWAY_FUZZ_TARGET(grpc_frames) {
    const std::string whole = read(input, std::max<std::size_t>(1, input.size()));
    CAUSEWAY_ASSERT(whole == read(input, 1) && whole == read(input, 3));
    if (!whole.ends_with('!'))
        CAUSEWAY_ASSERT(textOf(input).starts_with(whole));
}
