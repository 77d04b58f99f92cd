// SPDX-License-Identifier: Apache-2.0
// Message authentication by a shared key (HMAC with SHA-256), random bytes, and a comparison that
// takes the same time whatever differs. Pure but for the system's randomness; any thread.
#pragma once

#include "base/bytes.h"

#include <array>

namespace causeway::tls {

using MacKey = std::array<std::uint8_t, 32>;
using Mac = std::array<std::uint8_t, 16>; // the first half: 128 bits

[[nodiscard]] Mac macOf(const MacKey& key, ByteView bytes);
[[nodiscard]] bool sameMac(const Mac& left, ByteView right);
void fillRandom(std::span<std::uint8_t> bytes);

} // namespace causeway::tls
