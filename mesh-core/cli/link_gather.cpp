// SPDX-License-Identifier: Apache-2.0
#include "cli/link_gather.h"

#include "link/usual.h"

namespace causeway::cli {

Result<Both> askBoth(const client::ClusterClient& client, std::chrono::seconds window,
                     std::optional<WallTime> end) {
    CAUSEWAY_TRY(auto now, client.edges(window, end));
    Both both{{client.name(), now.covered, std::move(now.edges), now.end}, {}};
    constexpr auto kLength = kUsual / kUsualWindows;
    for (int i = 0; i < kUsualWindows; ++i) {
        CAUSEWAY_TRY(auto before, client.edges(kLength, now.end - window - i * kLength));
        both.usual.push_back(
            {client.name(), before.covered, std::move(before.edges), before.end});
    }
    return both;
}

BothPictures picturesOf(const std::vector<Both>& clusters) {
    Samples now;
    std::vector<Samples> windows(kUsualWindows);
    for (const auto& cluster : clusters) {
        now.push_back(cluster.now);
        for (std::size_t i = 0; i < cluster.usual.size(); ++i)
            windows[i].push_back(cluster.usual[i]);
    }
    std::vector<link::Picture> usual;
    for (const auto& window : windows)
        usual.push_back(link::pictureOf(window));
    return {link::pictureOf(now), link::usualOf(usual), link::answersOf(now),
            link::usualAnswersOf(windows)};
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
