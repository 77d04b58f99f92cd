// SPDX-License-Identifier: Apache-2.0
// The callers, places and requests that some sets of objects tell apart: one witness for each way
// in which a rule may speak of a request. What holds for all of these holds for whatever the rules
// can tell from them. Pure.
#pragma once

#include "analysis/judge.h"

#include <string>
#include <vector>

namespace causeway::analysis {

struct WitnessRequest {
    std::string route; // whose witness it is: "httproute/bank/read"; "any other request"
    std::string method;
    std::string host;
    std::string path;
    std::vector<std::pair<std::string, std::string>> headers;
};

// Workloads' identities and whoever a rule names exactly; then some identity that nobody names
// ("any other identity") and "" for none.
[[nodiscard]] std::vector<std::string> witnessCallers(const std::vector<const Judge*>& judges);
inline constexpr const char* kOtherIdentity = "spiffe://other.mesh/cluster/other/ns/other/sa/other";

// An address inside each network that a rule names, one of the cluster's and one outside.
[[nodiscard]] std::vector<IpAddress> witnessAddresses(const std::vector<const Judge*>& judges);

// For a port: a request for each match of each of its routes, and one for the rest.
[[nodiscard]] std::vector<WitnessRequest>
witnessRequests(const std::vector<const policy::ServerRules*>& rules);

// "payments.bank (aws)", "any other identity", "without identity".
[[nodiscard]] std::string describeCaller(const std::string& caller);

} // namespace causeway::analysis
