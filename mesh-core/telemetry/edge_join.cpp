// SPDX-License-Identifier: Apache-2.0
#include "telemetry/edge_join.h"

#include "base/workload_identity.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace causeway::telemetry {
namespace {

// Both ends know the caller's identity; only the caller's end knows the name of its workload. An
// unauthenticated caller has no identity and is told apart by what its own cluster calls it.
struct Source {
    std::string identity;
    std::string workload; // empty when the identity says it
    std::string cluster;

    auto operator<=>(const Source&) const = default;
};

Source sourceOf(const EdgeSample& sample, const std::string& reportingCluster) {
    const auto& identity = sample.labels.key.sourceIdentity;
    if (const auto workload = WorkloadIdentity::parse(identity))
        return {identity, {}, workload->cluster};
    const bool own = sample.labels.key.vantage == Vantage::Caller;
    return {identity, sample.labels.sourceWorkload, own ? reportingCluster : std::string()};
}

using RowKey = std::tuple<Source, std::string, std::string, TlsState, Protocol, std::string>;

void add(std::optional<EdgeEnd>& end, const EdgeCounters& counters) {
    if (!end)
        end.emplace();
    end->requests += counters.requests;
    end->attempts += counters.attempts;
    end->failures += counters.failures;
    end->latency.merge(counters.latency);
}

void finish(EdgeEnd& end, Duration covered) {
    const auto seconds = std::chrono::duration<double>(covered).count();
    const auto total = static_cast<double>(end.requests);
    end.rps = seconds > 0 ? total / seconds : 0;
    end.summarize();
}

EdgeRow& rowFor(std::map<RowKey, EdgeRow>& rows, const EdgeSample& sample, const Source& source) {
    const auto& key = sample.labels.key;
    const auto [place, isNew] = rows.try_emplace(
        RowKey(source, key.destinationService, key.destinationCluster, key.tls, key.protocol,
               key.link));
    auto& row = place->second;
    if (isNew) {
        row.sourceIdentity = key.sourceIdentity;
        row.sourceCluster = source.cluster;
        row.destinationService = key.destinationService;
        row.destinationCluster = key.destinationCluster;
        row.tls = key.tls;
        row.protocol = key.protocol;
        row.link = key.link;
        const auto workload = WorkloadIdentity::parse(key.sourceIdentity);
        row.sourceWorkload = workload ? workload->account : sample.labels.sourceWorkload;
    }
    if (key.vantage == Vantage::Caller && !sample.labels.sourceWorkload.empty())
        row.sourceWorkload = sample.labels.sourceWorkload;
    return row;
}

// How long each cluster was watched; rates of an end are over the time of the cluster that told it.
std::map<std::string, Duration> coveredBy(std::span<const ClusterSamples> clusters) {
    std::map<std::string, Duration> covered;
    for (const auto& cluster : clusters)
        covered[cluster.cluster] = cluster.covered;
    return covered;
}

auto order(const EdgeRow& row) {
    return std::tie(row.sourceWorkload, row.sourceCluster, row.destinationService,
                    row.destinationCluster, row.tls, row.protocol, row.link, row.sourceIdentity);
}

} // namespace

void EdgeEnd::summarize() {
    const auto total = static_cast<double>(requests);
    if (requests > 0)
        successRate = (total - static_cast<double>(std::min(failures, requests))) / total;
    if (attempts == 0)
        return;
    p50Us = latency.quantileUs(0.50);
    p95Us = latency.quantileUs(0.95);
    p99Us = latency.quantileUs(0.99);
}

std::optional<std::int64_t> EdgeRow::missing() const {
    if (!caller || !callee)
        return std::nullopt;
    return static_cast<std::int64_t>(caller->attempts)
           - static_cast<std::int64_t>(callee->attempts);
}

std::vector<EdgeRow> joinEdges(std::span<const ClusterSamples> clusters) {
    std::map<RowKey, EdgeRow> rows;
    for (const auto& cluster : clusters) {
        for (const auto& sample : cluster.samples) {
            const auto vantage = sample.labels.key.vantage;
            if (vantage != Vantage::Caller && vantage != Vantage::Callee)
                continue;
            auto& row = rowFor(rows, sample, sourceOf(sample, cluster.cluster));
            add(vantage == Vantage::Caller ? row.caller : row.callee, sample.counters);
        }
    }
    const auto covered = coveredBy(clusters);
    const auto timeOf = [&](const std::string& cluster) {
        const auto found = covered.find(cluster);
        return found == covered.end() ? Duration{} : found->second;
    };
    std::vector<EdgeRow> result;
    for (auto& [key, row] : rows) {
        if (row.caller)
            finish(*row.caller, timeOf(row.sourceCluster));
        if (row.callee)
            finish(*row.callee, timeOf(row.destinationCluster));
        result.push_back(std::move(row));
    }
    std::sort(result.begin(), result.end(),
              [](const EdgeRow& a, const EdgeRow& b) { return order(a) < order(b); });
    return result;
}

std::vector<LinkRow> linkRows(std::span<const ClusterSamples> clusters) {
    struct Sum {
        EdgeCounters counters;
        Duration covered{};
    };
    std::map<std::string, Sum> links;
    for (const auto& cluster : clusters) {
        for (const auto& sample : cluster.samples) {
            const auto& key = sample.labels.key;
            if (key.vantage != Vantage::Caller || key.link.empty())
                continue;
            auto& sum = links[key.link];
            sum.counters.merge(sample.counters);
            sum.covered = cluster.covered;
        }
    }
    std::vector<LinkRow> rows;
    for (auto& [link, sum] : links) {
        LinkRow row;
        row.link = link;
        const auto colon = link.find(':');
        row.from = link.substr(0, colon);
        row.to = colon == std::string::npos ? std::string() : link.substr(colon + 1);
        std::optional<EdgeEnd> caller;
        add(caller, sum.counters);
        finish(*caller, sum.covered);
        row.caller = std::move(*caller);
        for (const auto leg : kLegs)
            if (!sum.counters.leg(leg).empty())
                row.legs.push_back({leg, sum.counters.leg(leg)});
        row.connectionsOpened = sum.counters.connectionsOpened;
        row.requestsReused = sum.counters.requestsReused;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace causeway::telemetry
