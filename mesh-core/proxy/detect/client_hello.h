// SPDX-License-Identifier: Apache-2.0
// Whom a TLS client asks for, by the first record that it sends (RFC 8446, 4.1.2; RFC 6066, 3).
// Pure; reads nothing beyond the bytes it is given, whatever lengths they claim.
#pragma once

#include <cstddef>
#include <string_view>

namespace causeway::proxy {

// A record is no longer: with that many bytes a hello is whole or is none.
inline constexpr std::size_t kMaxHello = 5 + (1 << 14);

// Whether the first record is there to its end.
[[nodiscard]] bool isWholeHello(std::string_view bytes);
// The host name of its server_name extension, as written; empty when there is none, or when the
// hello is malformed or goes on in a second record.
[[nodiscard]] std::string_view serverNameOf(std::string_view bytes);

} // namespace causeway::proxy
