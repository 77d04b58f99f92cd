// SPDX-License-Identifier: Apache-2.0
// How finely rules are cut: which callers get which operations together. The measure is the
// over-grant score: of the cells (a caller and an operation) that rules open, the share in which
// nobody was seen. Such a cell counts four times when the operation writes (its method is not GET,
// HEAD or OPTIONS). Whatever a prefix, or a whole server, opens beyond the operations that were
// seen counts as one operation. 0 opens nothing that was not seen. Pure; deterministic.
#pragma once

#include "analysis/generate/observed.h"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace causeway::analysis {

struct RouteMatch {
    enum class Type : std::uint8_t { Exact, Pattern, Prefix };
    std::string method;
    Type type = Type::Exact;
    std::string path;

    auto operator<=>(const RouteMatch&) const = default;
};

struct Grant {
    std::set<std::size_t> callers; // by ObservedService::callers
    std::set<std::size_t> operations;
    std::vector<RouteMatch> matches; // by path and method; none: the whole server
    // One of its paths is also what another grant's pattern matches: by the Gateway API's
    // precedence the path wins, by Linkerd's the older of the two routes.
    bool isContested = false;
};

struct Grants {
    std::vector<Grant> list; // the whole server: exactly one
    double overGrant = 0;

    [[nodiscard]] bool wholeServer() const { return list.size() == 1 && list[0].matches.empty(); }
};

// The coarsest cut whose score is at most `limit`.
[[nodiscard]] Grants grantsFor(const ObservedService& service, double limit);

} // namespace causeway::analysis
