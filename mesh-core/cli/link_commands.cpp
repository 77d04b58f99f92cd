// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/connection_views.h"
#include "cli/files.h"
#include "cli/link_facts.h"
#include "cli/link_gather.h"
#include "cli/link_views.h"
#include "cli/output.h"
#include "cli/probe_views.h"
#include "cli/slo_views.h"
#include "link/change_point.h"
#include "link/matrix_file.h"
#include "link/probe_evidence.h"
#include "link/probe_step.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace causeway::cli {
namespace {

using client::ClusterClient;
using std::chrono::seconds;

constexpr seconds kSeriesStep{5};

bool concerns(const link::Verdict& verdict, const std::string& link) {
    return link.empty() || std::ranges::count(verdict.links, link) > 0;
}

// What a verdict is about, in one bucket of a link: milliseconds, or of what fails per cent.
link::SeriesSample sampleOf(const telemetry::EdgeCounters& sum, bool isFailing) {
    const auto requests = double(std::max<std::uint64_t>(sum.requests, 1));
    if (isFailing)
        return {100 * double(sum.failures) / requests, sum.requests};
    const auto& latency = sum.latency;
    return {latency.empty() ? 0 : double(latency.sumUs()) / double(latency.count()) / 1000,
            latency.count()};
}

// When the first link of a verdict became slower or began to fail, by its own series.
std::optional<WallTime> sinceOf(const FleetSession& session, const link::Verdict& verdict,
                                seconds window) {
    if (verdict.since || (!isFailing(verdict.kind) && !verdict.addsTime()))
        return verdict.since;
    if (verdict.standing || verdict.links.empty())
        return std::nullopt;
    const std::string& link = verdict.links.front();
    const auto client = session.cluster(link.substr(0, link.find(':')));
    if (!client)
        return std::nullopt;
    client::EdgeSelector select;
    select.vantage = telemetry::Vantage::Caller;
    select.link = link;
    const WallTime end = SystemClock().wallNow();
    const auto points = (*client)->edgeSeries(select, {end - kUsual - window, end, kSeriesStep});
    if (!points)
        return std::nullopt;
    std::vector<link::SeriesSample> series;
    const bool isFailing = link::isFailing(verdict.kind);
    for (const auto& point : *points)
        series.push_back(sampleOf(point.sum, isFailing));
    const auto step =
        link::stepIn(series, isFailing ? 100 * verdict.failing / 4 : verdict.deltaLowMs / 2);
    return step ? std::optional(points->at(*step).end - kSeriesStep) : std::nullopt;
}

// Every link that the cluster's gateways probe, now and before.
Result<std::vector<link::LinkProbes>> askAllProbes(const ClusterClient& client, seconds window) {
    CAUSEWAY_TRY(const auto now, client.probes({}, window));
    CAUSEWAY_TRY(const auto usual, client.probes({}, kUsual, now.end - window));
    const auto connections = client.connections({}, window, now.end);
    const auto usualConnections = client.connections({}, kUsual, now.end - window);
    std::map<std::string, link::LinkProbes> byLink;
    for (const auto& sample : now.probes)
        byLink[sample.link].now.push_back(sample);
    for (const auto& sample : usual.probes)
        byLink[sample.link].usual.push_back(sample);
    // Evidence beside the probes': an older control plane, which does not know them, costs only that.
    if (connections && usualConnections) {
        for (const auto& sample : connections->connections)
            if (sample.leg == telemetry::Leg::Wire)
                byLink[sample.link].connectionsNow = sample;
        for (const auto& sample : usualConnections->connections)
            if (sample.leg == telemetry::Leg::Wire)
                byLink[sample.link].connectionsUsual = sample;
    }
    std::vector<link::LinkProbes> probes;
    for (auto& [name, each] : byLink) {
        each.link = name;
        probes.push_back(std::move(each));
    }
    return probes;
}

// What one cluster tells besides its times. That nobody may read its recording costs only what
// policy refused.
struct DiagnosedCluster {
    Both samples;
    link::ClusterInventory inventory;
    std::vector<link::LinkProbes> probes;
    std::vector<link::DeniedCall> denied;
    std::string deniedSilence;
};

Result<DiagnosedCluster> askFacts(const ClusterClient& client, seconds window,
                                  std::optional<WallTime> end) {
    DiagnosedCluster facts;
    CAUSEWAY_TRY(facts.samples, askBoth(client, window, end));
    CAUSEWAY_TRY(facts.inventory, askInventory(client));
    CAUSEWAY_TRY(facts.probes, askAllProbes(client, window));
    // Reading a recording is dear to a large cluster: only where its counters ask for it.
    if (std::ranges::none_of(link::answersOf(std::span(&facts.samples.now, 1)),
                             link::isOftenRefused))
        return facts;
    auto denied = askDenials(client, facts.samples.now.end, window);
    if (denied)
        facts.denied = *std::move(denied);
    else
        facts.deniedSilence = client.name() + ": " + denied.error().describe();
    return facts;
}

struct FleetPicture {
    Samples now;
    BothPictures pictures;
    link::FleetFacts facts;
    std::vector<std::string> notes; // what could not be looked at
};

FleetPicture pictureOf(std::vector<DiagnosedCluster> clusters, seconds window) {
    FleetPicture fleet;
    std::vector<Both> samples;
    for (auto& cluster : clusters) {
        fleet.facts.now = std::max(fleet.facts.now, cluster.samples.now.end);
        samples.push_back(std::move(cluster.samples));
        fleet.facts.clusters.push_back(std::move(cluster.inventory));
        std::ranges::move(cluster.denied, std::back_inserter(fleet.facts.denied));
        std::ranges::move(cluster.probes, std::back_inserter(fleet.facts.probes));
        if (!cluster.deniedSilence.empty())
            fleet.notes.push_back("What policy refused could not be looked at: "
                                  + cluster.deniedSilence);
    }
    fleet.pictures = picturesOf(samples);
    for (auto& both : samples)
        fleet.now.push_back(std::move(both.now));
    fleet.facts.answers = std::move(fleet.pictures.answers);
    fleet.facts.usualAnswers = std::move(fleet.pictures.usualAnswers);
    fleet.facts.window = window;
    return fleet;
}

Picture takeDiagnosis(const FleetSession& session, const Options& options,
                      const LinkCommand& command) {
    const auto end = session.commonEnd();
    auto gathered = sortOut(session.gather(
        [&](const ClusterClient& client) { return askFacts(client, options.window, end); }));
    if (gathered.values.empty())
        return {diagnosisView({}, "no cluster answered"), std::move(gathered.silent),
                Exit::Unreachable};
    const auto count = gathered.values.size();
    const auto fleet = pictureOf(std::move(gathered.values), options.window);
    std::vector<DatedVerdict> verdicts;
    for (auto& verdict : link::diagnose(fleet.pictures.now, &fleet.pictures.usual, fleet.facts))
        if (concerns(verdict, command.link)) {
            link::addProbeEvidence(verdict, fleet.facts.probes);
            if (!verdict.links.empty())
                verdict.next.push_back(
                    {link::Evidence::Fact::RunChecks, {verdict.links.front()}, {}});
            verdicts.push_back({verdict, sinceOf(session, verdict, options.window),
                                link::impactOf(verdict, fleet.now, fleet.facts.clusters)});
        }
    const auto looked = fmt::format("{} clusters, the last {} s", count, options.window.count());
    const Exit exit = verdicts.empty() ? Exit::Fine : Exit::Findings;
    Picture picture{diagnosisView(verdicts, looked), std::move(gathered.silent), exit};
    picture.view.notes = fleet.notes;
    picture.view.json["unknown"] = fleet.notes;
    return picture;
}

Result<Exit> diagnoseMatrix(const Options& options, const LinkCommand& command,
                            Terminal& terminal) {
    CAUSEWAY_TRY(const auto text, readFile(command.matrix));
    CAUSEWAY_TRY(const auto matrix, link::parseMatrix(text, command.matrix.string()));
    std::vector<DatedVerdict> verdicts;
    for (auto& verdict : link::diagnose(matrix))
        verdicts.push_back({std::move(verdict), std::nullopt, {}});
    const Exit exit = verdicts.empty() ? Exit::Fine : Exit::Findings;
    print({diagnosisView(verdicts, command.matrix.string()), {}, exit}, options, terminal);
    return exit;
}

// The bare wire's round trip, second by second.
void findStep(const ClusterClient& client, const std::string& link, ProbeFacts& facts) {
    const WallTime end = SystemClock().wallNow();
    const auto points =
        client.probeSeries(link, telemetry::ProbeRung::Udp, {end - kUsual, end, seconds(1)});
    if (!points)
        return;
    std::vector<link::SeriesSample> series;
    for (const auto& point : *points) {
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
ProbeFacts askProbes(const FleetSession& session, const std::string& link) {
    ProbeFacts facts;
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
    findStep(**client, link, facts);
    return facts;
}

// Asked where the link begins: its gateways opened them.
ConnectionFacts askConnections(const FleetSession& session, const std::string& link) {
    ConnectionFacts facts;
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

// As the callers saw it, minute by minute, as far back as their control plane remembers.
SloFacts askSlo(const FleetSession& session, const LinkCommand& command) {
    SloFacts facts{.objective = command.objective / 100};
    const WallTime now = SystemClock().wallNow();
    std::vector<link::SloSample> series;
    const auto ask = [&]() -> Status {
        CAUSEWAY_TRY(const auto* client,
                     session.cluster(command.link.substr(0, command.link.find(':'))));
        client::EdgeSelector select;
        select.vantage = telemetry::Vantage::Caller;
        select.link = command.link;
        const seconds longest = link::kBurnWindows.back().longer;
        CAUSEWAY_TRY(const auto points,
                     client->edgeSeries(select, {now - longest, now, std::chrono::minutes(1)}));
        for (const auto& point : points)
            series.push_back({point.end, point.covered, point.sum.requests, point.sum.failures});
        return {};
    };
    if (const auto asked = ask(); !asked)
        facts.silent = asked.error().describe();
    facts.burns = link::burnsOf(series, facts.objective, now);
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
    addProbes(picture.view, askProbes(session, command.link));
    addConnections(picture.view, askConnections(session, command.link));
    addSlo(picture.view, askSlo(session, command));
    return picture;
}

} // namespace

Result<Exit> linkDiagnose(const Options& options, const LinkCommand& command, Terminal& terminal) {
    if (!command.matrix.empty())
        return diagnoseMatrix(options, command, terminal);
    if (!command.link.empty())
        CAUSEWAY_CHECK(parseLink(command.link));
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    return present(options, terminal, [&] { return takeDiagnosis(session, options, command); });
}

Result<Exit> linkShow(const Options& options, const LinkCommand& command, Terminal& terminal) {
    CAUSEWAY_CHECK(parseLink(command.link));
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    return present(options, terminal, [&] { return takeLegs(session, options, command); });
}

} // namespace causeway::cli
