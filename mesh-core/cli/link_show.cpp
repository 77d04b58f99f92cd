// SPDX-License-Identifier: Apache-2.0
// `causewayctl link show`: a link's legs, its probes and its budgets.
#include "cli/baseline_views.h"
#include "cli/commands.h"
#include "cli/connection_views.h"
#include "cli/link_gather.h"
#include "cli/link_views.h"
#include "cli/output.h"
#include "cli/probe_views.h"
#include "cli/slo_views.h"
#include "link/probe_step.h"
#include "resource/objectives.h"

#include <algorithm>
#include <set>

namespace causeway::cli {
namespace {

using client::ClusterClient;
using std::chrono::seconds;

constexpr double kUsualObjective = 0.999;

// The bare wire's round trip and path, second by second.
void findChanges(const ClusterClient& client, const std::string& link, ProbeFacts& facts) {
    const WallTime end = SystemClock().wallNow();
    const auto points =
        client.probeSeries(link, telemetry::ProbeRung::Udp, {end - kUsual, end, seconds(1)});
    if (!points)
        return;
    std::vector<link::SeriesSample> series;
    for (const auto& point : *points) {
        std::ranges::move(link::pathChangesOf(link, point.sum, point.end),
                          std::back_inserter(facts.pathChanges));
        const auto& time = point.sum.time;
        series.push_back(
            {time.empty() ? 0 : double(time.sumUs()) / double(time.count()) / 1000, time.count()});
    }
    if (const auto step = link::probeStepIn(series)) {
        facts.step = points->at(step->index).end - seconds(1);
        facts.stepMs = step->byMs;
    }
}

// Asked where the link begins: its gateways are the ones that probe it.
ProbeFacts askProbes(const FleetSession& session, const std::string& link,
                     const std::vector<Silence>& silent) {
    ProbeFacts facts;
    facts.silent = silenceOf(silent, link.substr(0, link.find(':')));
    if (!facts.silent.empty())
        return facts;
    const auto client = session.cluster(link.substr(0, link.find(':')));
    if (!client) {
        facts.silent = client.error().describe();
        return facts;
    }
    for (std::size_t i = 0; i < kProbeWindows.size(); ++i) {
        auto window = (*client)->probes(link, kProbeWindows[i]);
        if (!window) {
            facts.silent = window.error().describe();
            return facts;
        }
        facts.windows[i] = std::move(window->probes);
    }
    findChanges(**client, link, facts);
    return facts;
}

// Asked where the link begins: its gateways opened them.
ConnectionFacts askConnections(const FleetSession& session, const std::string& link,
                               const std::vector<Silence>& silent) {
    ConnectionFacts facts;
    facts.silent = silenceOf(silent, link.substr(0, link.find(':')));
    if (!facts.silent.empty())
        return facts;
    const auto client = session.cluster(link.substr(0, link.find(':')));
    for (std::size_t i = 0; client && i < kProbeWindows.size(); ++i) {
        auto window = (*client)->connections(link, kProbeWindows[i]);
        if (!window) {
            facts.silent = window.error().describe();
            return facts;
        }
        facts.windows[i] = std::move(*window);
    }
    if (!client)
        facts.silent = client.error().describe();
    return facts;
}

// What the Link declares, unless the command line asks for something else.
struct Objectives {
    double success = kUsualObjective;
    std::optional<resource::LatencyObjective> latency;
    std::string undeclared; // why nobody knows what the Link declares; empty: it is known
};

Objectives objectivesOf(const ClusterClient& client, const LinkCommand& command) {
    Objectives objectives;
    const auto links = client.links();
    if (!links)
        objectives.undeclared = links.error().describe();
    for (const client::Link& each : links ? *links : std::vector<client::Link>()) {
        if (each.from + ":" + each.to != command.link)
            continue;
        objectives.success = each.successObjective.value_or(kUsualObjective);
        if (const auto& latency = each.latencyObjective)
            objectives.latency = resource::LatencyObjective{latency->share, latency->within};
    }
    if (command.objective)
        objectives.success = *command.objective / 100;
    if (!command.latency.empty())
        objectives.latency = resource::parseLatencyObjective(command.latency);
    return objectives;
}

std::optional<std::chrono::milliseconds> limitOf(const SloFacts& facts) {
    return facts.latency ? std::optional(facts.latency->within) : std::nullopt;
}

// As the callers saw it, minute by minute, as far back as their control plane remembers.
Result<std::vector<link::SloSample>> askPast(const ClusterClient& client, const std::string& link,
                                             std::optional<std::chrono::milliseconds> within,
                                             WallTime now) {
    client::EdgeSelector select;
    select.vantage = telemetry::Vantage::Caller;
    select.link = link;
    const seconds longest = link::kBurnWindows.back().longer;
    CAUSEWAY_TRY(const auto points,
                 client.edgeSeries(select, {now - longest, now, std::chrono::minutes(1)}));
    std::vector<link::SloSample> series;
    for (const auto& point : points)
        series.push_back({point.end, point.covered, point.sum.requests, point.sum.failures,
                          point.sum.latency.count(), link::slowIn(point.sum.latency, within)});
    return series;
}

// Both ends' counts of the last hour; an end that does not tell leaves its legs open.
void askSpent(const FleetSession& session, const Ends& ends, const std::vector<Silence>& silent,
              SloFacts& facts) {
    std::vector<telemetry::ClusterSamples> clusters;
    for (const auto& name : std::set{ends.from, ends.to}) {
        if (auto silence = silenceOf(silent, name); !silence.empty()) {
            facts.spentSilent = std::move(silence);
            continue;
        }
        const auto client = session.cluster(name);
        auto window = client ? (*client)->edges(kSplitWindow)
                             : Result<client::EdgeWindow>(tl::unexpected(client.error()));
        if (window)
            clusters.push_back({name, window->covered, std::move(window->edges), window->end});
        else
            facts.spentSilent = window.error().describe();
    }
    const bool callersTell =
        std::ranges::count(clusters, ends.from, &telemetry::ClusterSamples::cluster) > 0;
    if (callersTell)
        facts.spent = link::splitBudget(clusters, ends.from, ends.to, limitOf(facts));
}

SloFacts askSlo(const FleetSession& session, const LinkCommand& command,
                const std::vector<Silence>& silent) {
    SloFacts facts{.objective = command.objective.value_or(100 * kUsualObjective) / 100};
    const WallTime now = SystemClock().wallNow();
    std::vector<link::SloSample> series;
    const auto ends = parseLink(command.link);
    const auto ask = [&]() -> Status {
        CAUSEWAY_TRY(const auto* client, session.cluster(ends->from));
        const Objectives objectives = objectivesOf(*client, command);
        facts.objective = objectives.success;
        facts.undeclared = objectives.undeclared;
        if (const auto& latency = objectives.latency)
            facts.latency =
                LatencySlo{latency->share, link::countedWithin(latency->within), {}};
        CAUSEWAY_TRY(series, askPast(*client, command.link, limitOf(facts), now));
        return {};
    };
    facts.silent = silenceOf(silent, ends->from);
    if (const auto asked = facts.silent.empty() ? ask() : Status(); !asked)
        facts.silent = asked.error().describe();
    facts.burns = link::burnsOf(series, facts.objective, now);
    if (auto& latency = facts.latency)
        latency->burns =
            link::burnsOf(series, latency->objective, now, link::Budget::Slowness);
    askSpent(session, *ends, silent, facts);
    return facts;
}

BaselineFacts askWeeks(const FleetSession& session, const std::string& link,
                           const std::vector<Silence>& silent) {
    BaselineFacts facts;
    facts.silent = silenceOf(silent, link.substr(0, link.find(':')));
    if (!facts.silent.empty())
        return facts;
    const WallTime now = SystemClock().wallNow();
    const auto ask = [&]() -> Status {
        CAUSEWAY_TRY(const auto* client, session.cluster(link.substr(0, link.find(':'))));
        CAUSEWAY_TRY(facts.hour, askBaselines(*client, link, now));
        CAUSEWAY_TRY(facts.drift, askDrift(*client, link, now));
        return {};
    };
    if (const auto asked = ask(); !asked)
        facts.silent = asked.error().describe();
    return facts;
}

Picture takeLegs(const FleetSession& session, const Options& options, const LinkCommand& command) {
    const auto end = session.commonEnd();
    auto gathered = sortOut(session.gather(
        [&](const ClusterClient& client) { return askBoth(client, options.window, end); }));
    const auto pictures = picturesOf(gathered.values);
    const auto colon = command.link.find(':');
    link::LinkTimes none;
    none.from = command.link.substr(0, colon);
    none.to = command.link.substr(colon + 1);
    const auto* now = pictures.now.find(none.from, none.to);
    const Exit exit = gathered.values.empty() ? Exit::Unreachable : Exit::Fine;
    Picture picture{legsView(now ? *now : none, pictures.usual.find(none.from, none.to)),
                    std::move(gathered.silent), exit};
    if (auto silence = silenceOf(picture.silent, none.from); !silence.empty())
        picture.view.table.whenEmpty =
            "What callers in " + none.from + " measured is not known: " + silence;
    addBaselines(picture.view, now ? *now : none, askWeeks(session, command.link, picture.silent));
    addProbes(picture.view, askProbes(session, command.link, picture.silent));
    addConnections(picture.view, askConnections(session, command.link, picture.silent));
    addSlo(picture.view, askSlo(session, command, picture.silent));
    return picture;
}

} // namespace

Result<Exit> linkShow(const Options& options, const LinkCommand& command, Terminal& terminal) {
    CAUSEWAY_CHECK(parseLink(command.link));
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    return present(options, terminal, [&] { return takeLegs(session, options, command); });
}

} // namespace causeway::cli
