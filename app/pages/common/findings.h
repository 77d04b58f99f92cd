// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody should look at now: links and services that fare badly, configurations a proxy
// refused, certificates about to end, clusters that do not answer. Worst first. Pure but for the
// current language.
#pragma once

#include "domain/selection.h"
#include "pages/common/context.h"
#include "theme/status.h"

namespace causeway::app::pages {

struct Finding {
    theme::Status status = theme::Status::Degraded;
    QString subject; // "azure → aws"
    QString text;    // what is wrong with it
    domain::Selection selection;
};

// What is odd about a link beside its way back, in words; empty: nothing. A round trip over one
// wire is the same from both ends.
[[nodiscard]] QString asymmetry(const store::LinkRow& link, const std::vector<store::LinkRow>& all);
[[nodiscard]] std::vector<Finding> findings(const Context& context);

} // namespace causeway::app::pages
