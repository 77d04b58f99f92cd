// SPDX-License-Identifier: Apache-2.0
// Memory for nghttp2, which asks for some twenty small pieces a request, and for our own streams:
// freed ones wait in lists by size, for the next stream of the same thread. A session stays on the thread that made it.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstddef>

namespace causeway::http::h2 {

// For nghttp2_session_…_new3(), which copies it.
[[nodiscard]] nghttp2_mem* sessionMemory();

// From the same lists; never null.
[[nodiscard]] void* takePiece(std::size_t size);
void givePiece(void* piece) noexcept;

} // namespace causeway::http::h2
