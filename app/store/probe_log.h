// SPDX-License-Identifier: GPL-3.0-or-later
// What gateways probed of their links, and what the kernel says of the connections between proxies.
// Plain values.
#pragma once

#include "domain/probe.h"
#include "domain/ref.h"
#include "store/step_log.h"

namespace causeway::app::store {

using ProbeLog = StepLog<domain::ProbeSample>;           // by link and rung
using ConnectionLog = StepLog<domain::ConnectionSample>; // by leg and link

// Null: it was not tried.
[[nodiscard]] inline const domain::ProbeSample* find(const ProbeLog::Samples& probed,
                                                     const domain::LinkRef& link,
                                                     domain::ProbeRung rung) {
    const std::string name = link.name().toStdString();
    const auto found = std::ranges::find_if(probed, [&](const domain::ProbeSample& sample) {
        return sample.rung == rung && sample.link == name;
    });
    return found == probed.end() ? nullptr : &*found;
}

} // namespace causeway::app::store
