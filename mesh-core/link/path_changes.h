// SPDX-License-Identifier: Apache-2.0
// What datagrams tell of the paths between two clusters. Pure.
#pragma once

#include "base/clock.h"
#include "telemetry/probe.h"

#include <string>
#include <vector>

namespace causeway::link {

// A path between two clusters became another one, by its number of hops.
struct PathChange {
    std::string from; // clusters: whence the datagrams came
    std::string to;
    std::uint32_t before = 0; // hops
    std::uint32_t after = 0;
    WallTime at{}; // to the second

    bool operator==(const PathChange&) const = default;
};
// Of what the bare datagrams of `link` ("aws:gcp") told up to `at`: none, one or both directions.
[[nodiscard]] std::vector<PathChange> pathChangesOf(const std::string& link,
                                                    const telemetry::ProbeSample& sample,
                                                    WallTime at);
[[nodiscard]] std::string describe(const PathChange& change); // without its time

} // namespace causeway::link
