// SPDX-License-Identifier: Apache-2.0
// Causes that no clock tells: an end of a certificate, policy that refuses, endpoints that are
// gone. Pure.
#pragma once

#include "link/diagnosis.h"
#include "link/fleet_facts.h"

namespace causeway::link {

// Certificates on the ways that links take, of gateways, workloads behind links, issuers and
// anchors: what has expired, and what should have been renewed.
[[nodiscard]] std::vector<Verdict> judgeCertificates(const FleetFacts& facts);
// Services behind links with at most half of their endpoints ready.
[[nodiscard]] std::vector<Verdict> judgeEndpoints(const FleetFacts& facts);
// Servers (or default policies) that refuse at least 3 % and 5 of what a caller asks over a link,
// where proxies recorded that it was policy and not the application that refused.
[[nodiscard]] std::vector<Verdict> judgeDenials(const FleetFacts& facts);

// What of a service's failures over links were denials that a verdict of judgeDenials() tells.
[[nodiscard]] std::uint64_t deniedFailures(const FleetFacts& facts, const std::string& service,
                                           const std::string& cluster);

// "aws:gcp" of every link that leads to this service, as declared or as used.
[[nodiscard]] std::vector<std::string> linksTo(const FleetFacts& facts, const std::string& service,
                                               const std::string& cluster);

} // namespace causeway::link
