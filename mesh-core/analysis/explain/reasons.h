// SPDX-License-Identifier: Apache-2.0
// Why one route or one authorization fits a request or does not, in words. Private to explain/.
#pragma once

#include "analysis/explain/explain.h"

namespace causeway::analysis {

struct Reason {
    bool holds = false;
    std::string words;
};
[[nodiscard]] Reason whyRoute(const route::RouteRule& rule, const route::RequestView& request);
[[nodiscard]] Reason whyIdentity(const policy::Authorization& rule, std::string_view caller);
[[nodiscard]] Reason whyNetwork(const policy::Authorization& rule, const IpAddress& network);
// "payments.bank (aws)" of a workload's id, else the id itself.
[[nodiscard]] std::string shortCaller(std::string_view caller);

} // namespace causeway::analysis
