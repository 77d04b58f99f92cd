// SPDX-License-Identifier: Apache-2.0
// What is usual, out of several windows one after the other: of every leg the middle one. A mean
// over the whole time would hold the trouble of ten minutes ago for a part of what is usual, and
// hide the next one behind it; the middle of nine windows is moved by no four of them. Pure.
#pragma once

#include "link/picture.h"

namespace causeway::link {

// Windows of the same length, in any order. What fewer than three of them measured well is the mean
// over all that did.
[[nodiscard]] Picture usualOf(std::span<const Picture> windows);

} // namespace causeway::link
