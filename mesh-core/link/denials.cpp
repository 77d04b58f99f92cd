// SPDX-License-Identifier: Apache-2.0
#include "link/denials.h"

#include "link/medians.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace causeway::link {
namespace {

using telemetry::StatusClass;

constexpr std::uint64_t kLeastRefused = 5;
constexpr double kLeastShare = 0.03;

bool isRefused(StatusClass status) {
    return status == StatusClass::Http4xx || status == StatusClass::GrpcError;
}

} // namespace

bool isOftenRefused(const AnswerCounts& answer) {
    return answer.refused >= kLeastRefused
           && double(answer.refused) >= kLeastShare * double(answer.requests);
}

std::vector<AnswerCounts> answersOf(std::span<const telemetry::ClusterSamples> clusters) {
    std::map<std::tuple<std::string, std::string, std::string, std::string>, AnswerCounts> sums;
    for (const auto& cluster : clusters) {
        for (const auto& [labels, counters] : cluster.samples) {
            const auto& key = labels.key;
            if (key.vantage != telemetry::Vantage::Callee || key.link.empty())
                continue;
            auto& sum = sums[{key.link, key.destinationService, key.destinationCluster,
                              key.sourceIdentity}];
            sum.requests += counters.requests;
            if (!isRefused(key.statusClass))
                continue;
            sum.refused += counters.requests;
            sum.failures += counters.failures;
        }
    }
    std::vector<AnswerCounts> answers;
    for (auto& [key, sum] : sums) {
        std::tie(sum.link, sum.service, sum.cluster, sum.identity) = key;
        answers.push_back(std::move(sum));
    }
    return answers;
}

std::vector<AnswerCounts>
usualAnswersOf(std::span<const std::vector<telemetry::ClusterSamples>> windows) {
    struct Past {
        AnswerCounts sum;
        std::vector<double> refused; // shares
        std::vector<double> failures;
    };
    std::map<std::tuple<std::string, std::string, std::string, std::string>, Past> pasts;
    for (const auto& window : windows)
        for (const AnswerCounts& answer : answersOf(window)) {
            if (answer.requests == 0)
                continue;
            auto& past = pasts[{answer.link, answer.service, answer.cluster, answer.identity}];
            const std::uint64_t requests = past.sum.requests + answer.requests;
            past.sum = answer;
            past.sum.requests = requests;
            past.refused.push_back(double(answer.refused) / double(answer.requests));
            past.failures.push_back(double(answer.failures) / double(answer.requests));
        }
    std::vector<AnswerCounts> usual;
    for (auto& [key, past] : pasts) {
        const auto part = [&](const std::vector<double>& shares) {
            return std::uint64_t(std::llround(medianOf(shares) * double(past.sum.requests)));
        };
        past.sum.refused = part(past.refused);
        past.sum.failures = part(past.failures);
        usual.push_back(past.sum);
    }
    return usual;
}

Duration usualGap(const DeniedCall& call) {
    constexpr std::chrono::seconds kLeast{60};
    const auto times = std::int64_t(std::max<std::uint64_t>(call.count, 1));
    return std::max<Duration>(kLeast, 3 * (call.last - call.first) / times);
}

bool mayReachBack(const DeniedCall& call, Duration gap) {
    return call.first - std::chrono::floor<std::chrono::hours>(call.first) <= gap;
}

bool reachBack(DeniedCall& call, const DeniedCall& before, Duration gap) {
    const bool isSame = call.service == before.service && call.cluster == before.cluster
                        && call.port == before.port && call.identity == before.identity
                        && call.method == before.method && call.path == before.path;
    if (!isSame || before.last > call.first || call.first - before.last > gap)
        return false;
    call.first = before.first;
    return true;
}

std::string explainCommand(const DeniedCall& call) {
    std::string command = "causewayctl policy explain --cluster " + call.cluster + " --from "
                          + (call.identity.empty() ? "none" : call.identity) + " --to "
                          + call.service;
    if (call.port != 80)
        command += " --port " + std::to_string(call.port);
    if (call.method.empty())
        return command + " --tcp";
    return command + " --method " + call.method + " --path " + call.path;
}

std::string callerName(const std::string& identity) {
    if (identity.empty())
        return "nobody";
    return identity.substr(identity.rfind('/') + 1);
}

} // namespace causeway::link
