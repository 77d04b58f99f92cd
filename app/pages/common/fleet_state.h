// SPDX-License-Identifier: GPL-3.0-or-later
// What a page shows instead of data, or over it: the six states of the sources, told apart, each
// with its reason and its next step. Pure but for the current language.
#pragma once

#include "pages/common/context.h"
#include "theme/status.h"
#include "widgets/state_placeholder.h"

#include <optional>

namespace causeway::app::pages {

struct FleetState {
    std::optional<widgets::StatePlaceholder::Content> instead; // nothing can be shown yet
    theme::Status noticeStatus = theme::Status::Stale;
    QString notice; // part of it is missing or old
};

[[nodiscard]] FleetState fleetState(const Context& context);

} // namespace causeway::app::pages
