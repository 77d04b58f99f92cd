// SPDX-License-Identifier: Apache-2.0
// What a route's filters do to a message: headers changed, a redirect instead of an answer, a fault
// for a share of the requests. Pure.
#pragma once

#include "http/message.h"
#include "route/rules.h"

namespace causeway::proxy {

// Set, then add, then remove, as the Gateway API orders them. The mesh's own headers stay.
void apply(const route::HeaderChange& change, http::Headers& headers);

// Whether this request is of the share that fails; `draw` is a random number.
[[nodiscard]] bool isFaulted(const route::Fault& fault, std::uint64_t draw);

// `authority` as the application wrote it; `rule` says which prefix was matched.
[[nodiscard]] http::ResponseHead redirect(const route::Redirect& redirect,
                                          const route::RouteRule& rule,
                                          const http::RequestHead& request,
                                          std::string_view authority);

} // namespace causeway::proxy
