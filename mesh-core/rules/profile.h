// SPDX-License-Identifier: Apache-2.0
// A ServiceProfile as outbound routes. Private to rules/.
#pragma once

#include "rules/compile.h"

namespace causeway::rules {

// The profile of a service as its callers in `callerNamespace` see it: their own wins over the
// service's. Null when there is none.
[[nodiscard]] const resource::Object* profileOf(const ObjectSet& objects, const ServiceName& target,
                                                std::string_view callerNamespace);

// Routes in their order, retries under the profile's budget, time limits, response classes, and
// every route's backends where it overrides the destination. It stands in place of attached routes
// and of the service's annotations.
void addProfile(route::OutboundRoutes& routes, const ObjectSet& objects,
                const resource::Object& profile);

} // namespace causeway::rules
