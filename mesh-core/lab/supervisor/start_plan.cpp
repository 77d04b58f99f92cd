// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/start_plan.h"

#include "lab/fleet/objects.h"
#include "lab/network/namespaces.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::lab {
namespace {

constexpr unsigned kGatewayPort = 4143;

// Of one cluster.
class Planner {
public:
    Planner(const LabPlan& plan, const Cluster& cluster, int network)
        : m_plan(plan), m_cluster(cluster), m_network(network),
          m_index(plan.fleet.indexOf(cluster.name)) {}

    MemberPlan control() const {
        const auto& files = m_plan.files;
        const auto folder = files.cluster(m_cluster.name);
        auto made = member("control", MemberKind::Control, files.admin(m_cluster.name));
        made.command.words = {program("causeway-control"),
                              "--objects",
                              files.objects(m_cluster.name),
                              "--state",
                              files.stateOf(m_cluster.name, "control"),
                              "--listen",
                              controlAddress(),
                              "--admin",
                              "unix:" + files.admin(m_cluster.name),
                              "--trust-anchors",
                              files.anchors(),
                              "--issuer-cert",
                              folder + "/issuer.pem",
                              "--issuer-key",
                              folder + "/issuer.key"};
        return made;
    }
    MemberPlan gateway() const {
        auto made = member("gateway", MemberKind::Gateway,
                           m_plan.files.proxyAdmin(m_cluster.name, kGatewayInstance));
        auto& words = made.command.words;
        words = proxy("gateway", kSystemNamespace, "gateway", kGatewayInstance);
        append(words, {"--inbound", m_plan.addresses.ingress(m_index) + ":4143", "--egress",
                       m_plan.addresses.egress(m_index) + ":4145", "--source-address",
                       m_plan.addresses.egress(m_index)});
        return made;
    }
    MemberPlan sidecar(const Instance& instance) const {
        const auto& workload = *instance.workload;
        auto made = member(instance.name, MemberKind::Sidecar,
                           m_plan.files.proxyAdmin(m_cluster.name, instance.name));
        auto& words = made.command.words;
        words = proxy("sidecar", workload.namespace_, workload.name, instance.name);
        const auto mesh = m_plan.addresses.instance(m_index, instance.index);
        const auto local = m_plan.addresses.local(m_index, instance.index);
        append(words, {"--inbound", mesh + ":4143", "--outbound", local + ":4140", "--app-address",
                       local, "--source-address", mesh});
        return made;
    }
    MemberPlan workloads() const {
        auto made = member("workloads", MemberKind::Workloads, "");
        made.command.talks = true;
        made.command.words = {program("causeway-lab"),
                              "run-workloads",
                              "--fleet",
                              m_plan.files.declaration(),
                              "--cluster",
                              m_cluster.name,
                              "--seed",
                              fmt::format("{}", m_plan.seed)};
        if (m_plan.addresses.mode() == NetworkMode::Relay)
            append(made.command.words,
                   {"--relay-block", fmt::format("{}", m_plan.addresses.networkOf(0))});
        return made;
    }

private:
    MemberPlan member(const std::string& process, MemberKind kind, std::string socket) const {
        MemberPlan made;
        made.name = fmt::format("{}@{}", process, m_cluster.name);
        made.cluster = m_cluster.name;
        made.kind = kind;
        made.command.logFile = m_plan.files.log(made.name);
        made.command.networkNamespace = m_network;
        made.socket = std::move(socket);
        return made;
    }
    std::vector<std::string> proxy(const std::string& mode, const std::string& namespace_,
                                   const std::string& workload, const std::string& instance) const {
        const auto& files = m_plan.files;
        const auto& fleet = m_plan.fleet;
        return {program("causeway-proxy"),
                "--mode",
                mode,
                "--cluster",
                m_cluster.name,
                "--namespace",
                namespace_,
                "--workload",
                workload,
                "--instance",
                instance,
                "--identity",
                identityOf(fleet, m_cluster, namespace_, workload),
                "--control",
                controlAddress(),
                "--control-identity",
                identityOf(fleet, m_cluster, kSystemNamespace, "control"),
                "--trust-anchors",
                files.anchors(),
                "--join-token",
                files.tokens(m_cluster.name) + "/" + instance + ".token",
                "--state",
                files.stateOf(m_cluster.name, instance),
                "--admin",
                "unix:" + files.proxyAdmin(m_cluster.name, instance),
                "--drain-timeout",
                "2s"};
    }
    std::string controlAddress() const { return m_plan.addresses.control(m_index) + ":8443"; }
    std::string program(const std::string& name) const { return m_plan.programs + "/" + name; }
    static void append(std::vector<std::string>& words, std::initializer_list<std::string> more) {
        words.insert(words.end(), more);
    }

    const LabPlan& m_plan;
    const Cluster& m_cluster;
    int m_network;
    unsigned m_index;
};

MemberPlan wan(const LabPlan& plan, int network) {
    const bool relay = plan.addresses.mode() == NetworkMode::Relay;
    MemberPlan made;
    made.name = relay ? "relay" : "emulator";
    made.kind = MemberKind::Wan;
    made.command.words = {plan.programs + "/causeway-lab", relay ? "run-relay" : "run-emulator"};
    made.command.logFile = plan.files.log(made.name);
    made.command.networkNamespace = network;
    made.command.talks = true;
    return made;
}

} // namespace

std::vector<MemberPlan> memberPlans(const LabPlan& plan, const std::vector<int>& clusterNetworks,
                                    int wanNetwork) {
    std::vector<MemberPlan> all{wan(plan, wanNetwork)};
    for (std::size_t i = 0; i < plan.fleet.clusters.size(); ++i) {
        const auto& cluster = plan.fleet.clusters[i];
        const Planner planner(plan, cluster, clusterNetworks.empty() ? -1 : clusterNetworks[i]);
        all.push_back(planner.control());
        all.push_back(planner.gateway());
        for (const auto& instance : instancesOf(cluster))
            all.push_back(planner.sidecar(instance));
        all.push_back(planner.workloads());
    }
    return all;
}

std::vector<WirePlan> wirePlans(const Fleet& fleet) {
    std::vector<WirePlan> all;
    for (const auto& wire : fleet.wires) {
        WireProperties properties;
        properties.delay = wire.delay;
        all.push_back({wire.a, wire.b, properties});
        if (wire.a != wire.b)
            all.push_back({wire.b, wire.a, properties});
    }
    return all;
}

EmulatorPlan emulatorPlan(const LabPlan& plan) {
    EmulatorPlan made;
    made.seed = plan.seed;
    for (unsigned i = 0; i < plan.fleet.clusters.size(); ++i)
        made.clusters.push_back(
            {plan.fleet.clusters[i].name, Namespaces::device(i), plan.addresses.networkOf(i)});
    made.wires = wirePlans(plan.fleet);
    return made;
}

RelayPlan relayPlan(const LabPlan& plan) {
    RelayPlan made;
    made.wires = wirePlans(plan.fleet);
    for (const auto& link : plan.fleet.links) {
        const auto from = plan.fleet.indexOf(link.from);
        const auto to = plan.fleet.indexOf(link.to);
        made.routes.push_back({link.from, link.to,
                               fmt::format("{}:{}", plan.addresses.gateway(from, to), kGatewayPort),
                               fmt::format("{}:{}", plan.addresses.ingress(to), kGatewayPort)});
    }
    return made;
}

} // namespace causeway::lab
