// SPDX-License-Identifier: Apache-2.0
// Callers as authentications. Internal to generate/. Pure.
#pragma once

#include "analysis/generate/observed.h"

namespace causeway::analysis {

// An account that was seen in one cluster is named by its SPIFFE id, in several by a reference to
// the account; a namespace stands for its accounts when at least three were seen and those that
// were not, with one that may come, are no larger a share than `limit`.
[[nodiscard]] resource::MeshTlsAuthentication
authenticationOf(const Judge& judge, const std::string& ns,
                 const std::vector<const ObservedCaller*>& callers, double limit);

// At most eight networks; more are all there are.
inline constexpr std::size_t kMostNetworks = 8;
[[nodiscard]] resource::NetworkAuthentication networksOf(const std::set<IpAddress>& networks);

} // namespace causeway::analysis
