// SPDX-License-Identifier: Apache-2.0
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/output.h"

namespace causeway::cli {

namespace {

using client::ClusterClient;

using End = std::optional<WallTime>; // of a window; none: as new as can be

struct LinkFacts {
    std::vector<client::Link> links;
    telemetry::ClusterSamples samples;
    WallTime end;
};

Result<ClusterFacts> askCluster(const ClusterClient& client) {
    ClusterFacts facts;
    CAUSEWAY_TRY(facts.cluster, client.cluster());
    CAUSEWAY_TRY(facts.services, client.services());
    CAUSEWAY_TRY(facts.proxies, client.proxies());
    return facts;
}

Result<telemetry::ClusterSamples> askSamples(const ClusterClient& client,
                                             std::chrono::seconds window, End end) {
    CAUSEWAY_TRY(auto edges, client.edges(window, end));
    return telemetry::ClusterSamples{client.name(), edges.covered, std::move(edges.edges),
                                     edges.end};
}

Result<LinkFacts> askLinks(const ClusterClient& client, std::chrono::seconds window, End end) {
    LinkFacts facts;
    CAUSEWAY_TRY(facts.links, client.links());
    CAUSEWAY_TRY(facts.samples, askSamples(client, window, end));
    facts.end = facts.samples.end;
    return facts;
}

Result<CheckFacts> askCheck(const ClusterClient& client) {
    const SystemClock clock;
    CheckFacts facts;
    facts.asked = clock.wallNow();
    CAUSEWAY_TRY(facts.cluster, client.cluster());
    facts.answered = clock.wallNow();
    CAUSEWAY_TRY(facts.proxies, client.proxies());
    CAUSEWAY_TRY(facts.certificates, client.certificates());
    CAUSEWAY_TRY(facts.links, client.links());
    auto changes = client.changes(false);
    if (changes)
        facts.changes = *std::move(changes);
    else if (changes.error().kind() != ErrorKind::Protocol) // an older one knows no such call
        return tl::unexpected(std::move(changes).error());
    return facts;
}

// Draws what was answered; nobody answering is an exit code of its own.
template <typename T, typename Draw> Picture drawPicture(Answers<T> answers, Draw draw) {
    auto gathered = sortOut(std::move(answers));
    const Exit exit = gathered.values.empty() ? Exit::Unreachable : Exit::Fine;
    return {draw(std::move(gathered.values)), std::move(gathered.silent), exit};
}

template <typename Ask, typename Draw>
Picture takePicture(const FleetSession& session, Ask ask, Draw draw) {
    return drawPicture(session.gather(ask), draw);
}

Picture takeTraffic(const FleetSession& session, const Options& options,
                    const ShowRequest& request) {
    const auto window = options.window;
    return drawPicture(
        session.gatherAlike([window](const ClusterClient& client, End end) {
            return askSamples(client, window, end);
        }),
        [&](const Samples& samples) {
            return request.noun == Noun::Stat ? statView(samples)
                                              : edgesView(samples, request.counts);
        });
}

Picture takeLinks(const FleetSession& session, const Options& options) {
    const auto window = options.window;
    return drawPicture(
        session.gatherAlike([window](const ClusterClient& client, End end) {
            return askLinks(client, window, end);
        }),
        [](const std::vector<LinkFacts>& clusters) {
            std::vector<client::Link> links;
            Samples samples;
            for (const auto& facts : clusters) {
                links.insert(links.end(), facts.links.begin(), facts.links.end());
                samples.push_back(facts.samples);
            }
            return linksView(links, samples);
        });
}

Picture takeNoun(const FleetSession& session, const Options& options, const ShowRequest& request) {
    switch (request.noun) {
    case Noun::Clusters:
        return takePicture(session, askCluster, clustersView);
    case Noun::Services:
        return takePicture(
            session, [](const ClusterClient& client) { return client.services(); },
            [](auto lists) { return servicesView(flatten(std::move(lists))); });
    case Noun::Certs:
        return takePicture(
            session, [](const ClusterClient& client) { return client.certificates(); },
            [](auto lists) {
                return certificatesView(flatten(std::move(lists)), SystemClock().wallNow());
            });
    case Noun::Links:
        return takeLinks(session, options);
    case Noun::Edges:
    case Noun::Stat:
        return takeTraffic(session, options, request);
    }
    return {};
}

} // namespace

Result<Exit> show(const Options& options, const ShowRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    return present(options, terminal, [&] { return takeNoun(session, options, request); });
}

Result<Exit> check(const Options& options, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    return present(options, terminal, [&] {
        auto answers = session.gather(askCheck);
        const bool isAnyoneThere = std::ranges::any_of(
            answers, [](const auto& answer) { return answer.value.has_value(); });
        const auto results = checkFleet(
            {std::move(answers), session.credentials().notAfter, SystemClock().wallNow()});
        const Exit exit = !isAnyoneThere     ? Exit::Unreachable
                          : isSound(results) ? Exit::Fine
                                             : Exit::Findings;
        return Picture{checkView(results), {}, exit};
    });
}

} // namespace causeway::cli
