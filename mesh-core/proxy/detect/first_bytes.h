// SPDX-License-Identifier: Apache-2.0
// What a connection speaks, by the first bytes of the side that opened it. Pure; a decision never
// changes when more bytes come. Something that began as HTTP stays HTTP however malformed it goes
// on: its codec refuses it, and it does not slip by as opaque.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace causeway::proxy {

enum class FirstBytes : std::uint8_t { Undecided, Http1, Http2, Tls, Opaque };

// With that many bytes it is never Undecided.
inline constexpr std::size_t kMaxFirstBytes = 1024;
[[nodiscard]] FirstBytes classifyFirstBytes(std::string_view bytes);

} // namespace causeway::proxy
