// SPDX-License-Identifier: GPL-3.0-or-later
// What the time line shows: traffic and failures of the whole fleet over the range, and its events.
// Paints nothing. GUI thread.
#pragma once

#include "pages/common/context.h"
#include "widgets/time_line.h"

namespace causeway::app::shell {

[[nodiscard]] widgets::TimeLine::Content timeLineContent(const pages::Context& context);

} // namespace causeway::app::shell
