// SPDX-License-Identifier: Apache-2.0
// `causewayctl link diagnose`: what every cluster tells, put before link/diagnosis.
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/link_baseline.h"
#include "cli/link_facts.h"
#include "cli/link_gather.h"
#include "cli/link_probes.h"
#include "cli/link_views.h"
#include "cli/output.h"
#include "link/change_point.h"
#include "link/hour_evidence.h"
#include "link/matrix_file.h"
#include "link/probe_evidence.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

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
                                seconds window, const std::vector<Silence>& silent) {
    if (verdict.since || (!isFailing(verdict.kind) && !verdict.addsTime()))
        return verdict.since;
    if (verdict.standing || verdict.links.empty())
        return std::nullopt;
    const std::string& link = verdict.links.front();
    const auto client = session.cluster(link.substr(0, link.find(':')));
    if (!client || !silenceOf(silent, (*client)->name()).empty())
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

// Of the first link of a verdict about a leg's time; whoever does not tell adds nothing.
void addBaseline(const FleetSession& session, link::Verdict& verdict, const link::Picture& now,
                 const std::vector<Silence>& silent) {
    const auto leg = link::shownBy(verdict);
    if (!leg)
        return;
    const std::string& link = verdict.links.front();
    const auto colon = link.find(':');
    const auto client = session.cluster(link.substr(0, colon));
    const auto* times = now.find(link.substr(0, colon), link.substr(colon + 1));
    if (!client || !times || !times->leg(*leg)
        || !silenceOf(silent, (*client)->name()).empty())
        return;
    const auto usual = askBaselines(**client, link, SystemClock().wallNow());
    if (usual && usual->leg(*leg))
        link::addHourEvidence(verdict, link, times->leg(*leg)->meanMs, *usual->leg(*leg));
}

// What one cluster tells; what it does not is said, and costs only what it would have told.
struct DiagnosedCluster {
    std::string name;
    std::optional<Both> samples;
    link::ClusterInventory inventory;
    std::vector<link::LinkProbes> probes;
    std::vector<link::DeniedCall> denied;
    std::vector<std::string> untold;
};

// An error only when nothing at all could be asked.
Result<DiagnosedCluster> askFacts(const ClusterClient& client, seconds window,
                                  std::optional<WallTime> end) {
    DiagnosedCluster facts{.name = client.name()};
    std::optional<Error> first;
    bool told = false;
    const auto take = [&](auto answer, auto& into, const std::string& what) {
        if (answer) {
            into = *std::move(answer);
            told = true;
            return;
        }
        facts.untold.push_back(what + ": " + answer.error().describe());
        if (!first)
            first = std::move(answer).error();
    };
    take(askBoth(client, window, end), facts.samples,
         "what proxies of " + client.name() + " counted");
    // Who does not answer at all is not waited for again and again.
    if (first && isAway(*first))
        return tl::unexpected(*std::move(first));
    InventoryParts parts = askInventoryParts(client);
    told = told || parts.told;
    facts.inventory = std::move(parts.inventory);
    std::ranges::move(parts.untold, std::back_inserter(facts.untold));
    take(askProbes(client, {}, window), facts.probes,
         "what gateways of " + client.name() + " probe");
    if (!told)
        return tl::unexpected(*std::move(first));
    // Reading a recording is dear to a large cluster: only where its counters ask for it.
    if (facts.samples
        && std::ranges::any_of(link::answersOf(std::span(&facts.samples->now, 1)),
                               link::isOftenRefused))
        take(askDenials(client, facts.samples->now.end, window), facts.denied,
             "what policy of " + client.name() + " refused");
    return facts;
}

struct FleetPicture {
    Samples now;
    BothPictures pictures;
    link::FleetFacts facts;
    std::vector<std::string> notes; // what was not told
};

FleetPicture pictureOf(std::vector<DiagnosedCluster> clusters, seconds window) {
    FleetPicture fleet;
    std::vector<Both> samples;
    for (auto& cluster : clusters) {
        if (cluster.samples) {
            fleet.facts.now = std::max(fleet.facts.now, cluster.samples->now.end);
            samples.push_back(*std::move(cluster.samples));
        }
        fleet.facts.clusters.push_back(std::move(cluster.inventory));
        std::ranges::move(cluster.denied, std::back_inserter(fleet.facts.denied));
        std::ranges::move(cluster.probes, std::back_inserter(fleet.facts.probes));
        for (const auto& each : cluster.untold)
            fleet.notes.push_back("Not known: " + each);
    }
    if (samples.empty())
        fleet.facts.now = SystemClock().wallNow();
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
            addBaseline(session, verdict, fleet.pictures.now, gathered.silent);
            if (!verdict.links.empty())
                verdict.next.push_back(
                    {link::Evidence::Fact::RunChecks, {verdict.links.front()}, {}});
            verdicts.push_back({verdict, sinceOf(session, verdict, options.window, gathered.silent),
                                link::impactOf(verdict, fleet.now, fleet.facts.clusters)});
        }
    const std::string looked = fmt::format(
        "{}{} clusters, the last {} s", count,
        gathered.silent.empty() ? "" : fmt::format(" of {}", count + gathered.silent.size()),
        options.window.count());
    const bool isAll = gathered.silent.empty() && fleet.notes.empty();
    const Exit exit = verdicts.empty() ? Exit::Fine : Exit::Findings;
    Picture picture{diagnosisView(verdicts, looked, isAll), std::move(gathered.silent), exit};
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

} // namespace

Result<Exit> linkDiagnose(const Options& options, const LinkCommand& command, Terminal& terminal) {
    if (!command.matrix.empty())
        return diagnoseMatrix(options, command, terminal);
    if (!command.link.empty())
        CAUSEWAY_CHECK(parseLink(command.link));
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    return present(options, terminal, [&] { return takeDiagnosis(session, options, command); });
}

} // namespace causeway::cli
