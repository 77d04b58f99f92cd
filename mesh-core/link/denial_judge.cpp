// SPDX-License-Identifier: Apache-2.0
#include "link/inventory_judge.h"

#include <algorithm>
#include <map>

namespace causeway::link {
namespace {

using Fact = Evidence::Fact;
using Part = LegName::Part;

constexpr double kConfidence = 0.95; // the proxies themselves said so

bool isOf(const DeniedCall& call, const AnswerCounts& answer) {
    return call.service == answer.service && call.cluster == answer.cluster
           && call.identity == answer.identity;
}

// A tuple counts by the hour; so many of it fell into the window if it came evenly.
double withinWindow(const DeniedCall& call, const FleetFacts& facts) {
    const double span = std::chrono::duration<double>(call.last - call.first).count();
    const double share = span > 0 ? double(facts.window.count()) / span : 1;
    return double(call.count) * std::min(share, 1.0);
}

double refusedShare(const AnswerCounts& answer) {
    return answer.requests == 0 ? 0 : double(answer.refused) / double(answer.requests);
}

// What a caller is refused over a link, and by whom.
struct Refusal {
    const AnswerCounts* answer;
    std::vector<const DeniedCall*> calls; // the most frequent first
};

// Where policy refused, and not the application: at least half of what was refused is recorded as
// denied.
std::vector<Refusal> refusalsOf(const FleetFacts& facts) {
    std::vector<Refusal> refusals;
    for (const auto& answer : facts.answers) {
        if (!isOftenRefused(answer))
            continue;
        Refusal refusal{&answer, {}};
        double denied = 0;
        for (const auto& call : facts.denied)
            if (isOf(call, answer)) {
                refusal.calls.push_back(&call);
                denied += withinWindow(call, facts);
            }
        if (denied * 2 < double(answer.refused))
            continue;
        std::ranges::stable_sort(refusal.calls, std::ranges::greater(),
                                 [](const DeniedCall* call) { return call->count; });
        refusals.push_back(std::move(refusal));
    }
    std::ranges::stable_sort(refusals, std::ranges::greater(),
                             [](const Refusal& each) { return each.answer->refused; });
    return refusals;
}

double usualShare(const FleetFacts& facts, const AnswerCounts& now) {
    const auto found = std::ranges::find_if(facts.usualAnswers, [&](const AnswerCounts& usual) {
        return usual.link == now.link && usual.service == now.service
               && usual.cluster == now.cluster && usual.identity == now.identity;
    });
    return found == facts.usualAnswers.end() ? 0 : refusedShare(*found);
}

// Nobody was refused for three times as long as it used to take, and for longer than a recording is
// behind.
bool hasStopped(const Refusal& refusal, const FleetFacts& facts) {
    WallTime last{};
    for (const auto* each : refusal.calls)
        last = std::max(last, each->last);
    const auto refused = std::int64_t(std::max<std::uint64_t>(refusal.answer->refused, 1));
    return facts.now - last > kRecordedBehind + 3 * Duration(facts.window) / refused;
}

void add(Verdict& verdict, const Refusal& refusal, double usual, const FleetFacts& facts) {
    const auto& answer = *refusal.answer;
    const auto& call = *refusal.calls.front();
    const double now = refusedShare(answer);
    verdict.failing = std::max(verdict.failing, now);
    if (std::ranges::count(verdict.links, answer.link) == 0)
        verdict.links.push_back(answer.link);
    verdict.evidence.push_back({Fact::AnswersRefused,
                                {answer.link, callerName(answer.identity), answer.service},
                                {usual, now}});
    verdict.evidence.push_back(
        {Fact::CallDenied,
         {callerName(call.identity), call.method.empty() ? "TCP" : call.method + " " + call.path,
          call.service},
         {}});
    for (const auto* each : refusal.calls)
        verdict.since = std::min(verdict.since.value_or(each->first), each->first);
    verdict.over = verdict.over && hasStopped(refusal, facts);
    verdict.next.push_back(
        {Fact::ExplainDenial, {callerName(call.identity), call.service, explainCommand(call)}, {}});
}

} // namespace

std::vector<Verdict> judgeDenials(const FleetFacts& facts) {
    std::vector<Verdict> verdicts;
    std::map<std::pair<std::string, std::string>, std::size_t> byServer;
    for (const Refusal& refusal : refusalsOf(facts)) {
        const auto& answer = *refusal.answer;
        const std::string& server = refusal.calls.front()->server;
        const auto [place, isNew] =
            byServer.emplace(std::pair(server, answer.cluster), verdicts.size());
        if (isNew) {
            Verdict verdict;
            verdict.leg = {Part::Policy, answer.cluster, server.empty() ? "default" : server};
            verdict.kind = Kind::Policy;
            verdict.confidence = kConfidence;
            verdict.standing = true;
            verdict.over = true;
            verdicts.push_back(std::move(verdict));
        }
        const double usual = usualShare(facts, answer);
        Verdict& verdict = verdicts[place->second];
        verdict.standing = verdict.standing && usual * 2 > refusedShare(answer);
        add(verdict, refusal, usual, facts);
    }
    return verdicts;
}

std::uint64_t deniedFailures(const FleetFacts& facts, const std::string& service,
                             const std::string& cluster) {
    std::uint64_t sum = 0;
    for (const Refusal& refusal : refusalsOf(facts))
        if (refusal.answer->service == service && refusal.answer->cluster == cluster)
            sum += refusal.answer->failures;
    return sum;
}

} // namespace causeway::link
