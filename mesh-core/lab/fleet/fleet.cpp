// SPDX-License-Identifier: Apache-2.0
#include "lab/fleet/fleet.h"

#include "lab/fleet/built_in.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>

namespace causeway::lab {
namespace {

template <typename List> auto findNamed(const List& list, std::string_view name) {
    const auto found = std::ranges::find(list, name, &List::value_type::name);
    return found == list.end() ? nullptr : &*found;
}

} // namespace

const Workload* Cluster::find(std::string_view workload) const {
    return findNamed(workloads, workload);
}

const Cluster* Fleet::find(std::string_view cluster) const {
    return findNamed(clusters, cluster);
}

unsigned Fleet::indexOf(std::string_view cluster) const {
    return static_cast<unsigned>(find(cluster) - clusters.data());
}

const WireSpec* Fleet::wire(std::string_view from, std::string_view to) const {
    const auto joins = [&](const WireSpec& wire) {
        return (wire.a == from && wire.b == to) || (wire.a == to && wire.b == from);
    };
    const auto found = std::ranges::find_if(wires, joins);
    return found == wires.end() ? nullptr : &*found;
}

std::vector<Instance> instancesOf(const Cluster& cluster) {
    std::vector<Instance> all;
    for (const auto& workload : cluster.workloads)
        for (unsigned n = 1; n <= workload.instances; ++n)
            all.push_back({&workload, fmt::format("{}-{}", workload.name, n),
                           static_cast<unsigned>(all.size())});
    return all;
}

Result<std::string> readFleetText(const std::string& nameOrFile) {
    if (nameOrFile == "talk")
        return std::string(kTalkFleet);
    errno = 0;
    std::ifstream file(nameOrFile);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file.is_open() || file.bad())
        return failErrno(
            fmt::format("\"{}\" is neither a fleet that comes with causeway-lab (talk) "
                        "nor a file that can be read",
                        nameOrFile),
            errno);
    return text;
}

Result<Fleet> readFleet(const std::string& nameOrFile) {
    CAUSEWAY_TRY(const auto text, readFleetText(nameOrFile));
    return parseFleet(text, nameOrFile == "talk" ? "talk.yaml" : nameOrFile);
}

} // namespace causeway::lab
