// SPDX-License-Identifier: Apache-2.0
#include "link/denials.h"

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
