// SPDX-License-Identifier: Apache-2.0
#include "link/path_changes.h"

namespace causeway::link {

std::vector<PathChange> pathChangesOf(const std::string& link, const telemetry::ProbeSample& sample,
                                      WallTime at) {
    const auto colon = link.find(':');
    if (colon == link.npos)
        return {};
    const std::string near = link.substr(0, colon);
    const std::string far = link.substr(colon + 1);
    std::vector<PathChange> changes;
    const auto add = [&](const auto& path, const std::string& from, const std::string& to) {
        if (path && path->changes > 0)
            changes.push_back({from, to, path->before, path->hops, at});
    };
    add(sample.pathOut, near, far);
    add(sample.pathBack, far, near);
    return changes;
}

std::string describe(const PathChange& change) {
    return "the path from " + change.from + " to " + change.to + " changed from "
           + std::to_string(change.before) + " to " + std::to_string(change.after) + " hops";
}

} // namespace causeway::link
