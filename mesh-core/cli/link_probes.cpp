// SPDX-License-Identifier: Apache-2.0
#include "cli/link_probes.h"

#include "cli/link_gather.h"

#include <algorithm>
#include <map>

namespace causeway::cli {
namespace {

using client::ClusterClient;
using std::chrono::seconds;

// When the paths of a link changed, where its sums say that they did.
void findPathChanges(const ClusterClient& client, WallTime start, WallTime end,
                     link::LinkProbes& probes) {
    const auto changed = [&](const std::vector<telemetry::ProbeSample>& samples) {
        return std::ranges::any_of(samples, [&](const telemetry::ProbeSample& each) {
            return !link::pathChangesOf(probes.link, each, end).empty();
        });
    };
    if (!changed(probes.now) && !changed(probes.usual))
        return;
    const auto points =
        client.probeSeries(probes.link, telemetry::ProbeRung::Udp, {start, end, seconds(1)});
    if (!points)
        return;
    for (const auto& point : *points)
        std::ranges::move(link::pathChangesOf(probes.link, point.sum, point.end),
                          std::back_inserter(probes.pathChanges));
}

} // namespace

Result<std::vector<link::LinkProbes>> askProbes(const ClusterClient& client,
                                                const std::string& link, seconds window) {
    CAUSEWAY_TRY(const auto now, client.probes(link, window));
    CAUSEWAY_TRY(const auto usual, client.probes(link, kUsual, now.end - window));
    const auto connections = client.connections(link, window, now.end);
    const auto usualConnections = client.connections(link, kUsual, now.end - window);
    std::map<std::string, link::LinkProbes> byLink;
    for (const auto& sample : now.probes)
        byLink[sample.link].now.push_back(sample);
    for (const auto& sample : usual.probes)
        byLink[sample.link].usual.push_back(sample);
    // Evidence beside the probes': an older control plane, which does not know them, costs only that.
    if (connections && usualConnections) {
        for (const auto& sample : connections->connections)
            if (const auto probed = byLink.find(sample.link);
                sample.leg == telemetry::Leg::Wire && probed != byLink.end())
                probed->second.connectionsNow = sample;
        for (const auto& sample : usualConnections->connections)
            if (const auto probed = byLink.find(sample.link);
                sample.leg == telemetry::Leg::Wire && probed != byLink.end())
                probed->second.connectionsUsual = sample;
    }
    std::vector<link::LinkProbes> probes;
    for (auto& [name, each] : byLink) {
        each.link = name;
        findPathChanges(client, now.end - window - kUsual, now.end, each);
        probes.push_back(std::move(each));
    }
    return probes;
}

} // namespace causeway::cli
