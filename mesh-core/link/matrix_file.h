// SPDX-License-Identifier: Apache-2.0
// A latency matrix that somebody wrote down: CSV with the columns from, to, latency_ms. A blank
// latency is "not measured", which is not zero. Pure: text in, a picture without legs out.
#pragma once

#include "base/result.h"
#include "link/picture.h"

#include <string_view>

namespace causeway::link {

// `name` is said in errors, with line and column: "matrix.csv:4: …". At most 4096 rows.
[[nodiscard]] Result<Picture> parseMatrix(std::string_view text, std::string_view name);

} // namespace causeway::link
