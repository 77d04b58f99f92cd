// SPDX-License-Identifier: Apache-2.0
// From declared objects to plain rules: the one place that knows what Server, AuthorizationPolicy,
// HTTPRoute, Service and Link mean together. Used by the control plane and by causeway-proxy
// --static; pure, and independent of the order of the objects.
#pragma once

#include "base/ip_address.h"
#include "base/result.h"
#include "resource/object.h"
#include "rules/config.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace causeway::rules {

// The objects of one cluster, in an order that does not depend on how they were given. Refers to
// them: they outlive it.
class ObjectSet {
public:
    explicit ObjectSet(std::span<const resource::Object> objects);

    using Objects = std::vector<const resource::Object*>; // older first, then by name
    [[nodiscard]] const Objects& all() const { return m_objects; }
    [[nodiscard]] const resource::Object* find(std::string_view kind, std::string_view namespace_,
                                               std::string_view name) const;
    // Those of one kind ("Service"), in the same order: in all namespaces, or in one.
    [[nodiscard]] const Objects& of(std::string_view kind) const;
    [[nodiscard]] const Objects& of(std::string_view kind, std::string_view namespace_) const;
    // AuthorizationPolicies of that namespace whose target is so called.
    [[nodiscard]] const Objects& policiesFor(std::string_view namespace_, std::string_view kind,
                                             std::string_view name) const;
    // HTTPRoutes and GRPCRoutes of which a parentRef names an object so called, in any namespace.
    [[nodiscard]] const Objects& routesFor(std::string_view parentKind,
                                           std::string_view parentName) const;
    [[nodiscard]] const resource::Cluster& cluster() const { return m_cluster; }
    [[nodiscard]] const std::string& clusterName() const { return m_clusterName; }

private:
    void index(const resource::Object& object);

    Objects m_objects;
    std::unordered_map<std::string, Objects> m_byKind;   // "kind" and "kind/namespace"
    std::unordered_map<std::string, Objects> m_byName;   // "kind/namespace/name"
    std::unordered_map<std::string, Objects> m_policies; // by "kind/namespace/name" of the target
    std::unordered_map<std::string, Objects> m_routes;   // by "kind/name" of the parent
    resource::Cluster m_cluster;                         // the first Cluster object, else defaults
    std::string m_clusterName;
};

// What an authority means to a workload of `namespace_`.
struct ServiceName {
    const resource::Object* service = nullptr; // the local Service object, which may be a mirror
    std::string name;                          // "ledger"
    std::string namespace_;
    std::uint16_t port = 80;
    std::string fullName;    // of the real service: "ledger.bank.svc.gcp.mesh"
    std::string cluster;     // that runs it: "gcp"
    std::string link;        // "aws:gcp" for a mirror, else empty
    std::string destination; // name for ENDPOINTS: "…svc.gcp.mesh:80@aws:gcp"
};
// NotFound, with a sentence, when nobody declared it.
[[nodiscard]] Result<ServiceName> resolve(const ObjectSet& objects, std::string_view namespace_,
                                          std::string_view authority);

// The Server object that judges that port of the workload; null: the default policy does.
[[nodiscard]] const resource::Object*
serverOf(const ObjectSet& objects, const resource::Object& workload, std::uint16_t port);
// What the workload (an ExternalWorkload object) accepts on its port: the Server that selects it,
// else the default policy of workload or cluster.
[[nodiscard]] policy::ServerRules
inboundServer(const ObjectSet& objects, const resource::Object& workload, std::uint16_t port);

// Where requests of a workload in `namespace_` go that name `authority`.
[[nodiscard]] Result<route::OutboundRoutes>
outboundRoutes(const ObjectSet& objects, std::string_view namespace_, std::string_view authority);

// Why an AuthorizationPolicy counts for nothing: its first reference to what is not there.
[[nodiscard]] const resource::Reference* danglingReference(const ObjectSet& objects,
                                                           const resource::Object& policy);
// The EgressNetwork object that judges a connection from `namespace_` to an address outside the
// mesh: of the namespace's own if it has any, else of linkerd-egress; the smallest block, then the
// older.
[[nodiscard]] const resource::Object*
egressNetworkFor(const ObjectSet& objects, std::string_view namespace_, const IpAddress& address);

// "json" or "apache" by the workload's annotation config.linkerd.io/access-log; empty: none.
[[nodiscard]] std::string accessLogOf(const resource::Object& workload);
// By the workload's annotations config.causeway.dev/recording ("off") and
// config.causeway.dev/recording-redact (rules of recording/redaction.h, apart by commas).
[[nodiscard]] bool isRecorded(const resource::Object& workload);
[[nodiscard]] std::vector<std::string> recordingRedactOf(const resource::Object& workload);
// Which service ports the workload answers.
[[nodiscard]] std::vector<ServedPort> servedPorts(const ObjectSet& objects,
                                                  const resource::Object& workload);
[[nodiscard]] std::string fullName(const ObjectSet& objects, const resource::Object& service);
// A Service object selects a workload by its labels, within its namespace; a mirror selects nobody.
[[nodiscard]] bool selects(const resource::Object& service, const resource::Object& workload);
[[nodiscard]] bool isMirror(const resource::Object& service);
// Its label topology.kubernetes.io/zone; empty: none.
[[nodiscard]] std::string zoneOf(const resource::Object& workload);
// Callers stay in their zone where the service has endpoints there: its annotation
// service.kubernetes.io/topology-mode is Auto.
[[nodiscard]] bool keepsZone(const resource::Object& service);
// A named port by the workload's own ports; nothing when it has none of that name.
[[nodiscard]] std::optional<std::uint16_t> portNumber(const resource::PortRef& port,
                                                      const resource::ExternalWorkload& workload);

} // namespace causeway::rules
