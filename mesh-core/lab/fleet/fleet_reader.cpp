// SPDX-License-Identifier: Apache-2.0
#include "lab/fleet/fleet.h"
#include "resource/parse.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::lab {
namespace {

using resource::FieldReader;
using resource::Problems;

constexpr std::int64_t kLongestMicros = 60'000'000;
constexpr unsigned kMostInstances = 200; // what the last octet of the addresses leaves room for

struct At {
    std::string cluster; // empty when none was written
    std::string workload;
};

// "ledger" or "ledger@aws"
At parseAt(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos)
        return {"", std::string(text)};
    return {std::string(text.substr(at + 1)), std::string(text.substr(0, at))};
}

double share(FieldReader& reader, std::string_view name, std::int64_t whole,
             std::int64_t fallback) {
    return static_cast<double>(reader.numberOr<std::int64_t>(name, {0, whole}, fallback))
           / static_cast<double>(whole);
}

Duration micros(FieldReader& reader, std::string_view name) {
    return std::chrono::microseconds(reader.number<std::int64_t>(name, {0, kLongestMicros}));
}

// Names end up in addresses of HTTP, in certificates and in file names.
std::string nameOf(FieldReader& reader) {
    auto name = reader.text("name");
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (!std::ranges::all_of(name, plain) || name.size() > 40)
        reader.expected("name", "at most 40 of a-z, 0-9 and -");
    return name;
}

Workload readWorkload(FieldReader reader) {
    Workload workload;
    workload.name = nameOf(reader);
    workload.namespace_ = reader.text("namespace");
    workload.squad = reader.text("squad");
    workload.instances = reader.numberOr<unsigned>("instances", {1, 20}, 1);
    workload.protocol = reader.oneOf<Protocol>(
        "protocol",
        {{"HTTP1", Protocol::Http1}, {"HTTP2", Protocol::Http2}, {"GRPC", Protocol::Grpc}}, true);
    workload.port = reader.numberOr<std::uint16_t>("port", {1, 65535}, 8080);
    for (auto& operation : reader.objects("operations"))
        workload.operations.push_back(
            {operation.textOr("method", workload.protocol == Protocol::Grpc ? "POST" : "GET"),
             operation.text("path")});
    workload.serviceTime = micros(reader, "serviceTimeMicros");
    workload.spread = share(reader, "spreadPercent", 100, 0);
    workload.errors = share(reader, "errorsPerThousand", 1000, 0);
    workload.arrivals = reader.numberOr<unsigned>("arrivalsPerSecond", {0, 10'000}, 0U);
    workload.exported = reader.flagOr("exported", false);
    workload.admits = reader.texts("admits");
    for (auto& call : reader.objects("calls")) {
        const auto to = parseAt(call.text("to"));
        workload.calls.push_back({to.workload, to.cluster, share(call, "sharePercent", 100, 100)});
    }
    return workload;
}

Cluster readCluster(FieldReader reader) {
    Cluster cluster;
    cluster.name = nameOf(reader);
    cluster.cloud = reader.text("cloud");
    cluster.region = reader.text("region");
    if (auto gateway = reader.objectOr("gateway"))
        cluster.maxRequestsPerConnection =
            gateway->numberOr<std::uint32_t>("maxRequestsPerConnection", {0, 1'000'000}, 0U);
    std::set<std::string> names;
    for (auto& workload : reader.objects("workloads")) {
        cluster.workloads.push_back(readWorkload(std::move(workload)));
        if (!names.insert(cluster.workloads.back().name).second)
            reader.problem("workloads", fmt::format("found {} twice; expected each name once",
                                                    cluster.workloads.back().name));
    }
    if (instancesOf(cluster).size() > kMostInstances)
        reader.expected("workloads", fmt::format("at most {} instances", kMostInstances));
    return cluster;
}

// What one field says about another: checked when all are known.
class References {
public:
    References(const Fleet& fleet, FieldReader& spec) : m_fleet(fleet), m_spec(spec) {}

    void check() {
        for (const auto& link : m_fleet.links)
            if (!m_fleet.wire(link.from, link.to))
                m_spec.problem("links",
                               fmt::format("found {}:{}; expected a pair that a wire joins",
                                           link.from, link.to));
        for (const auto& cluster : m_fleet.clusters)
            for (const auto& workload : cluster.workloads)
                checkWorkload(cluster, workload);
    }

private:
    void checkWorkload(const Cluster& cluster, const Workload& workload) {
        const auto where = workload.name + "@" + cluster.name;
        for (const auto& call : workload.calls)
            checkCall(cluster, where, call);
        for (const auto& admitted : workload.admits) {
            const auto who = parseAt(admitted);
            const auto* home = m_fleet.find(who.cluster);
            if (!home || !home->find(who.workload))
                problem(
                    fmt::format("{} admits {}; expected <workload>@<cluster>", where, admitted));
        }
        if (workload.operations.empty() && workload.arrivals == 0)
            problem(where + " has neither operations nor arrivals: nothing would happen in it");
    }
    void checkCall(const Cluster& cluster, const std::string& where, const Call& call) {
        const auto* home = call.cluster.empty() ? &cluster : m_fleet.find(call.cluster);
        const auto* callee = home ? home->find(call.workload) : nullptr;
        if (!callee || callee->operations.empty())
            return problem(fmt::format("{} calls {}{}{}, which is not a workload with operations",
                                       where, call.workload, call.cluster.empty() ? "" : "@",
                                       call.cluster));
        if (call.cluster.empty())
            return;
        if (std::ranges::find(m_fleet.links, LinkName{cluster.name, call.cluster})
            == m_fleet.links.end())
            problem(fmt::format("{} calls {}@{}, but there is no link {}:{}", where, call.workload,
                                call.cluster, cluster.name, call.cluster));
        if (!callee->exported)
            problem(fmt::format("{} calls {}@{}, which is not exported", where, call.workload,
                                call.cluster));
    }
    void problem(std::string message) { m_spec.problem("clusters", std::move(message)); }

    const Fleet& m_fleet;
    FieldReader& m_spec;
};

void readWires(FieldReader& spec, Fleet& fleet) {
    for (auto& reader : spec.objects("wires")) {
        const auto ends = reader.texts("between");
        const auto delay = micros(reader, "delayMicros");
        if (ends.size() != 2 || !fleet.find(ends[0]) || !fleet.find(ends[1]))
            reader.expected("between", "the names of two clusters of this fleet");
        else
            fleet.wires.push_back({ends[0], ends[1], delay});
    }
    for (const auto& text : spec.texts("links")) {
        const auto colon = text.find(':');
        if (colon == std::string::npos)
            spec.problem("links", fmt::format("found \"{}\"; expected <from>:<to>", text));
        else
            fleet.links.push_back({text.substr(0, colon), text.substr(colon + 1)});
    }
}

Fleet readSpec(FieldReader& spec) {
    Fleet fleet;
    fleet.trustDomain = spec.text("trustDomain");
    if (auto wave = spec.objectOr("wave")) {
        fleet.wave.period = wave->duration("period").value_or(fleet.wave.period);
        if (fleet.wave.period < std::chrono::seconds(1))
            wave->expected("period", "at least 1s");
        fleet.wave.depth = share(*wave, "depthPercent", 100, 0);
    }
    std::set<std::string> names;
    for (auto& cluster : spec.objects("clusters")) {
        fleet.clusters.push_back(readCluster(std::move(cluster)));
        if (!names.insert(fleet.clusters.back().name).second)
            spec.problem("clusters", fmt::format("found {} twice; expected each name once",
                                                 fleet.clusters.back().name));
    }
    readWires(spec, fleet);
    References(fleet, spec).check();
    return fleet;
}

} // namespace

Result<Fleet> parseFleet(std::string_view text, const std::string& source) {
    CAUSEWAY_TRY(const auto documents, resource::parseYaml(text, source));
    if (documents.size() != 1)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: found {} documents; expected one of kind DemoFleet", source,
                                documents.size()));
    Problems problems(source);
    Fleet fleet;
    {
        // Readers tell the fields that nobody asked for when they go.
        FieldReader document(documents[0].root, "", problems);
        const auto type = resource::typeOf(documents[0]);
        if (type.kind != "DemoFleet" || type.apiVersion != "causeway.dev/v1alpha1")
            document.expected("kind", "DemoFleet of causeway.dev/v1alpha1");
        const auto metadata = resource::readMetadata(document, false);
        auto spec = document.object("spec");
        fleet = readSpec(spec);
        fleet.name = metadata.name;
        if (fleet.clusters.empty())
            spec.expected("clusters", "at least one cluster");
    }
    CAUSEWAY_CHECK(problems.status());
    return fleet;
}

} // namespace causeway::lab
