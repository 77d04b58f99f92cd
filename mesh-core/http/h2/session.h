// SPDX-License-Identifier: Apache-2.0
// An nghttp2 session with our options, wired to an Http2Codec. Owned by that codec.
#pragma once

#include "http/codec.h"

#include <nghttp2/nghttp2.h>

#include <memory>

namespace causeway::http::h2 {

class Http2Codec;

struct SessionDeleter {
    void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
};
using Session = std::unique_ptr<nghttp2_session, SessionDeleter>;

// With our SETTINGS and connection window queued. The codec keeps its address.
[[nodiscard]] Session makeSession(Role role, const Limits& limits, Http2Codec& codec);
// Feeds the body of a stream from the codec's queue.
[[nodiscard]] nghttp2_data_provider dataProvider();

[[nodiscard]] std::uint32_t errorCodeOf(ResetReason reason);
[[nodiscard]] ResetReason reasonOf(std::uint32_t errorCode);

} // namespace causeway::http::h2
