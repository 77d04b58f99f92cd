// SPDX-License-Identifier: GPL-3.0-or-later
// What gateways probed of their links, and what the kernel says of the connections between proxies.
// Plain values.
#pragma once

#include "domain/probe.h"
#include "store/step_log.h"

namespace causeway::app::store {

using ProbeLog = StepLog<domain::ProbeSample>;           // by link and rung
using ConnectionLog = StepLog<domain::ConnectionSample>; // by leg and link

} // namespace causeway::app::store
