// SPDX-License-Identifier: Apache-2.0
#include "cli/link_gather.h"

namespace causeway::cli {

Result<Both> askBoth(const client::ClusterClient& client, std::chrono::seconds window) {
    CAUSEWAY_TRY(auto now, client.edges(window));
    CAUSEWAY_TRY(auto usual, client.edges(kUsual, window));
    return Both{{client.name(), now.covered, std::move(now.edges)},
                {client.name(), usual.covered, std::move(usual.edges)}};
}

BothSamples samplesOf(const std::vector<Both>& clusters) {
    BothSamples samples;
    for (const auto& cluster : clusters) {
        samples.now.push_back(cluster.now);
        samples.usual.push_back(cluster.usual);
    }
    return samples;
}

Result<Ends> parseLink(const std::string& link) {
    const auto colon = link.find(':');
    if (colon == 0 || colon == link.npos || colon + 1 == link.size()
        || link.find(':', colon + 1) != link.npos)
        return fail(ErrorKind::InvalidInput,
                    "link: found \"" + link + "\"; expected FROM:TO, for example aws:gcp");
    return Ends{link.substr(0, colon), link.substr(colon + 1)};
}

} // namespace causeway::cli
