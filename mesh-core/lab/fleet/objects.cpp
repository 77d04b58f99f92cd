// SPDX-License-Identifier: Apache-2.0
#include "lab/fleet/objects.h"

#include "base/workload_identity.h"

#include <spdlog/fmt/fmt.h>

#include <set>

namespace causeway::lab {
namespace {

using resource::LabelMap;
using resource::Object;
using resource::Spec;

constexpr std::uint16_t kServicePort = 80;
constexpr std::uint16_t kMeshPort = 4143;
constexpr std::uint16_t kEgressPort = 4145;
constexpr auto kPolicyGroup = "policy.linkerd.io";

Object object(const char* apiVersion, const std::string& namespace_, const std::string& name,
              Spec spec) {
    Object made;
    made.apiVersion = apiVersion;
    made.metadata.name = name;
    made.metadata.namespace_ = namespace_;
    made.spec = std::move(spec);
    return made;
}

std::string appProtocolOf(const Workload& workload) {
    switch (workload.protocol) {
    case Protocol::Grpc:
        return "grpc";
    case Protocol::Http2:
        return "kubernetes.io/h2c";
    default:
        return "http";
    }
}

std::string proxyProtocolOf(const Workload& workload) {
    switch (workload.protocol) {
    case Protocol::Grpc:
        return "gRPC";
    case Protocol::Http2:
        return "HTTP/2";
    default:
        return "HTTP/1";
    }
}

std::string mirrorName(const std::string& workload, const std::string& cluster) {
    return fmt::format("{}-{}", workload, cluster);
}

// The objects of one cluster, in the order in which a person would read them.
class ClusterWriter {
public:
    ClusterWriter(const Fleet& fleet, const Cluster& cluster, const AddressPlan& addresses)
        : m_fleet(fleet), m_cluster(cluster), m_addresses(addresses),
          m_index(fleet.indexOf(cluster.name)) {}

    std::vector<Object> write() && {
        addCluster();
        addGateway();
        addCanary();
        for (const auto& workload : m_cluster.workloads) {
            addService(workload);
            addServer(workload);
            if (!workload.admits.empty())
                addAdmission(workload);
        }
        for (const auto& instance : instancesOf(m_cluster))
            addInstance(instance);
        for (const auto& link : m_fleet.links)
            if (link.from == m_cluster.name)
                addLink(*m_fleet.find(link.to));
        addMirrors();
        return std::move(m_objects);
    }

private:
    void addCluster() {
        resource::Cluster spec;
        spec.fleet = m_fleet.name;
        spec.cloud = m_cluster.cloud;
        spec.region = m_cluster.region;
        spec.clusterDomain = m_cluster.domain();
        spec.trustDomain = m_fleet.trustDomain;
        spec.defaultInboundPolicy = "all-authenticated";
        m_objects.push_back(object("causeway.dev/v1alpha1", "", m_cluster.name, spec));
    }
    void addGateway() {
        m_objects.push_back(object("causeway.dev/v1alpha1", kSystemNamespace, "gateway",
                                   resource::Gateway{m_cluster.maxRequestsPerConnection}));
        auto workload = workloadOf(kSystemNamespace, "gateway");
        workload.workloadIps = {m_addresses.egress(m_index), m_addresses.ingress(m_index)};
        workload.ports = {{"ingress", kMeshPort}, {"egress", kEgressPort}};
        auto made =
            object("workload.linkerd.io/v1beta1", kSystemNamespace, kGatewayInstance, workload);
        made.metadata.labels = {{"app", "gateway"}};
        m_objects.push_back(std::move(made));
    }
    // What gateways of other clusters call to see the whole way; answered by the gateway itself.
    void addCanary() {
        resource::Service spec;
        spec.selector = {{"app", "gateway"}};
        spec.ports = {{"grpc", kServicePort, {kMeshPort, ""}, "kubernetes.io/h2c"}};
        auto made = object("v1", kSystemNamespace, "canary", spec);
        made.metadata.labels = {{"mirror.linkerd.io/exported", "true"}};
        m_objects.push_back(std::move(made));
    }
    void addService(const Workload& workload) {
        resource::Service spec;
        spec.selector = {{"app", workload.name}};
        spec.ports = {{"http", kServicePort, {workload.port, ""}, appProtocolOf(workload)}};
        auto made = object("v1", workload.namespace_, workload.name, spec);
        made.metadata.labels = {{"squad", workload.squad}};
        if (workload.exported)
            made.metadata.labels["mirror.linkerd.io/exported"] = "true";
        m_objects.push_back(std::move(made));
    }
    void addServer(const Workload& workload) {
        resource::Server spec;
        spec.externalWorkloadSelector = resource::LabelSelector{{{"app", workload.name}}, {}};
        spec.port = {workload.port, ""};
        spec.proxyProtocol = proxyProtocolOf(workload);
        spec.accessPolicy = workload.admits.empty() ? "all-authenticated" : "deny";
        m_objects.push_back(
            object("policy.linkerd.io/v1beta3", workload.namespace_, workload.name, spec));
    }
    void addAdmission(const Workload& workload) {
        const auto name = workload.name + "-callers";
        resource::MeshTlsAuthentication callers;
        for (const auto& admitted : workload.admits) {
            const auto at = admitted.find('@');
            const auto& home = *m_fleet.find(admitted.substr(at + 1));
            const auto& caller = *home.find(admitted.substr(0, at));
            callers.identities.push_back(identityOf(m_fleet, home, caller.namespace_, caller.name));
        }
        m_objects.push_back(
            object("policy.linkerd.io/v1alpha1", workload.namespace_, name, callers));
        resource::AuthorizationPolicy policy;
        policy.target = {kPolicyGroup, "Server", workload.name, ""};
        policy.requiredAuthentications = {{kPolicyGroup, "MeshTLSAuthentication", name, ""}};
        m_objects.push_back(
            object("policy.linkerd.io/v1alpha1", workload.namespace_, workload.name, policy));
    }
    void addInstance(const Instance& instance) {
        const auto& workload = *instance.workload;
        auto spec = workloadOf(workload.namespace_, workload.name);
        spec.workloadIps = {m_addresses.instance(m_index, instance.index)};
        spec.ports = {{"http", workload.port}};
        auto made = object("workload.linkerd.io/v1beta1", workload.namespace_, instance.name, spec);
        made.metadata.labels = {{"app", workload.name}, {"squad", workload.squad}};
        m_objects.push_back(std::move(made));
    }
    resource::ExternalWorkload workloadOf(const std::string& namespace_,
                                          const std::string& account) {
        const WorkloadIdentity identity{m_fleet.trustDomain, m_cluster.name, namespace_, account};
        return {identity.spiffeId(), identity.dnsName(), {}, {}};
    }
    void addLink(const Cluster& target) {
        resource::Link spec;
        spec.targetClusterName = target.name;
        spec.targetClusterDomain = target.domain();
        spec.targetClusterLinkerdNamespace = kSystemNamespace;
        spec.gatewayAddress = m_addresses.gateway(m_index, m_fleet.indexOf(target.name));
        spec.gatewayPort = kMeshPort;
        spec.gatewayIdentity = identityOf(m_fleet, target, kSystemNamespace, "gateway");
        auto made = object("multicluster.linkerd.io/v1alpha3", kSystemNamespace, target.name, spec);
        made.metadata.annotations = {{"slo.causeway.dev/success", "99.9%"},
                                     {"slo.causeway.dev/latency", "99% in 100ms"}};
        m_objects.push_back(std::move(made));
    }
    void addMirrors() {
        std::set<std::pair<std::string, std::string>> called; // cluster, workload
        for (const auto& workload : m_cluster.workloads)
            for (const auto& call : workload.calls)
                if (!call.cluster.empty())
                    called.emplace(call.cluster, call.workload);
        for (const auto& [clusterName, workloadName] : called) {
            const auto& target = *m_fleet.find(clusterName);
            const auto& workload = *target.find(workloadName);
            resource::Service spec;
            spec.ports = {{"http", kServicePort, {kServicePort, ""}, appProtocolOf(workload)}};
            auto made =
                object("v1", workload.namespace_, mirrorName(workloadName, clusterName), spec);
            made.metadata.labels = {{"mirror.linkerd.io/mirrored-service", "true"},
                                    {"mirror.linkerd.io/cluster-name", clusterName},
                                    {"squad", workload.squad}};
            made.metadata.annotations = {
                {"mirror.linkerd.io/remote-svc-fq-name",
                 fmt::format("{}.{}.svc.{}", workloadName, workload.namespace_, target.domain())}};
            m_objects.push_back(std::move(made));
        }
    }

    const Fleet& m_fleet;
    const Cluster& m_cluster;
    const AddressPlan& m_addresses;
    unsigned m_index;
    std::vector<Object> m_objects;
};

} // namespace

std::string identityOf(const Fleet& fleet, const Cluster& cluster, const std::string& namespace_,
                       const std::string& account) {
    return WorkloadIdentity{fleet.trustDomain, cluster.name, namespace_, account}.spiffeId();
}

std::string authorityOf(const Fleet& fleet, const Cluster& from, const Call& call) {
    if (call.cluster.empty())
        return fmt::format("{}.{}", call.workload, from.find(call.workload)->namespace_);
    const auto& callee = *fleet.find(call.cluster)->find(call.workload);
    return fmt::format("{}.{}", mirrorName(call.workload, call.cluster), callee.namespace_);
}

std::vector<Object> clusterObjects(const Fleet& fleet, const Cluster& cluster,
                                   const AddressPlan& addresses) {
    return ClusterWriter(fleet, cluster, addresses).write();
}

Object fleetObject(const Fleet& fleet, const std::string& client) {
    resource::Fleet spec;
    spec.trustDomain = fleet.trustDomain;
    spec.trustAnchors = "trust/anchors.pem";
    spec.clientCertificate = fmt::format("trust/{}.pem", client);
    spec.clientKey = fmt::format("trust/{}.key", client);
    for (const auto& cluster : fleet.clusters)
        spec.clusters.push_back({cluster.name, cluster.cloud, cluster.region, false,
                                 fmt::format("unix:{}/admin.sock", cluster.name)});
    return object("causeway.dev/v1alpha1", "", fleet.name, spec);
}

} // namespace causeway::lab
