// SPDX-License-Identifier: Apache-2.0
#include "control/admin/inventory.h"

#include "control/version.h"
#include "control/wire_time.h"
#include "convert/convert.h"
#include "resource/objectives.h"

namespace causeway::control {

namespace {

constexpr const char* kExported = "mirror.linkerd.io/exported";

std::string shortName(const resource::Object& object) {
    return object.metadata.name + "." + object.metadata.namespace_;
}

// Admission has refused what could not be read.
void setObjectives(const resource::Object& object, v1::Link& message) {
    std::vector<resource::AnnotationProblem> problems;
    const auto objectives = resource::readObjectives(object.metadata.annotations, problems);
    if (objectives.success)
        message.set_success_objective(*objectives.success);
    if (const auto& latency = objectives.latency) {
        message.mutable_latency_objective()->set_share(latency->share);
        message.mutable_latency_objective()->set_within_ms(
            static_cast<std::uint32_t>(latency->within.count()));
    }
}

struct Mirrored {
    std::string service; // "ledger.bank", as its own cluster calls it
    std::string cluster;
};

// "ledger.bank" of "ledger.bank.svc.gcp.mesh".
std::string shortName(const std::string& fullName) {
    return fullName.substr(0, fullName.find(".svc."));
}

// The service behind a mirror; empty for a service of this cluster's own.
std::optional<Mirrored> mirrored(const rules::ObjectSet& objects,
                                           const resource::Object& object) {
    const auto& service = *object.as<resource::Service>();
    if (service.ports.empty())
        return std::nullopt;
    const auto resolved =
        rules::resolve(objects, object.metadata.namespace_,
                       shortName(object) + ":" + std::to_string(service.ports.front().port));
    if (!resolved || resolved->link.empty())
        return std::nullopt;
    return Mirrored{shortName(resolved->fullName), resolved->cluster};
}

void addPorts(v1::Service& message, const rules::ObjectSet& objects,
              const resource::Object& object) {
    for (const resource::ServicePort& port : object.as<resource::Service>()->ports) {
        v1::ServicePort& added = *message.add_ports();
        added.set_name(port.name);
        added.set_port(port.port);
        added.set_target_port(port.targetPort.number);
        const auto routes =
            rules::outboundRoutes(objects, object.metadata.namespace_,
                                  shortName(object) + ":" + std::to_string(port.port));
        added.set_protocol(routes ? convert::toProto(routes->protocol) : v1::PROTOCOL_DETECT);
    }
}

void countEndpoints(v1::Service& message, const rules::ObjectSet& objects,
                    const resource::Object& service, const Presence::Ready& ready) {
    for (const resource::Object* object :
         objects.of("ExternalWorkload", service.metadata.namespace_)) {
        if (!rules::selects(service, *object))
            continue;
        message.set_endpoints(message.endpoints() + 1);
        if (ready.contains(object->metadata.namespace_ + "/" + object->metadata.name))
            message.set_ready_endpoints(message.ready_endpoints() + 1);
    }
}

v1::Service describe(const resource::Object& object, const rules::ObjectSet& objects,
                     const Presence::Ready& ready) {
    v1::Service message;
    message.set_name(object.metadata.name);
    message.set_namespace_(object.metadata.namespace_);
    message.set_cluster(objects.clusterName());
    for (const auto& [key, value] : object.metadata.labels)
        (*message.mutable_labels())[key] = value;
    addPorts(message, objects, object);
    const auto* exported = resource::label(object.metadata, kExported);
    message.set_exported(exported && *exported == "true");
    if (const auto remote = mirrored(objects, object))
        message.set_mirror_of(remote->service + "@" + remote->cluster);
    else
        countEndpoints(message, objects, object, ready);
    return message;
}

v1::Proxy describe(const Presence::Proxy& proxy, const rules::ObjectSet& objects) {
    v1::Proxy message;
    *message.mutable_instance() = convert::toProto(proxy.instance);
    const auto* declared =
        objects.find("ExternalWorkload", proxy.instance.namespace_, proxy.instance.instance);
    const auto* workload = declared ? declared->as<resource::ExternalWorkload>() : nullptr;
    message.set_address(workload && !workload->workloadIps.empty() ? workload->workloadIps.front()
                                                                   : proxy.address);
    message.set_connected(proxy.connected);
    setTime(*message.mutable_last_seen(), proxy.lastSeen);
    if (proxy.stats)
        *message.mutable_stats() = *proxy.stats;
    message.set_config_acked(proxy.configAcked);
    message.set_config_sent(proxy.configSent);
    message.set_last_nack(proxy.lastNack);
    message.set_trust_confirmed(proxy.trustConfirmed);
    return message;
}

} // namespace

v1::Cluster Inventory::cluster() const {
    const SharedObjects objects = m_objects.current();
    const resource::Cluster& declared = objects->set().cluster();
    v1::Cluster message;
    message.set_name(objects->set().clusterName());
    message.set_cloud(declared.cloud);
    message.set_region(declared.region);
    message.set_cluster_domain(declared.clusterDomain);
    message.set_trust_domain(declared.trustDomain);
    message.set_production(declared.production);
    message.set_fleet(declared.fleet);
    message.set_version(std::string(version()));
    setTime(*message.mutable_started(), m_started);
    setTime(*message.mutable_now(), m_clock.wallNow());
    return message;
}

std::vector<v1::Service> Inventory::services() const {
    const SharedObjects objects = m_objects.current();
    const Presence::Ready ready = m_presence.ready();
    std::vector<v1::Service> services;
    for (const resource::Object* object : objects->set().of("Service"))
        services.push_back(describe(*object, objects->set(), ready));
    return services;
}

std::vector<v1::Proxy> Inventory::proxies() const {
    const SharedObjects objects = m_objects.current();
    std::vector<v1::Proxy> proxies;
    for (const Presence::Proxy& proxy : m_presence.list())
        proxies.push_back(describe(proxy, objects->set()));
    return proxies;
}

std::vector<v1::Certificate> Inventory::certificates() const {
    return m_certificates.list();
}

std::vector<v1::Link> Inventory::links() const {
    const SharedObjects objects = m_objects.current();
    const rules::ObjectSet& set = objects->set();
    std::map<std::string, v1::Link> links; // by target
    for (const resource::Object* object : set.of("Link")) {
        const auto& link = *object->as<resource::Link>();
        v1::Link& message = links[link.targetClusterName];
        message.set_from(set.clusterName());
        message.set_to(link.targetClusterName);
        message.set_gateway_address(link.gatewayAddress);
        message.set_gateway_port(link.gatewayPort);
        message.set_gateway_identity(link.gatewayIdentity);
        setObjectives(*object, message);
    }
    for (const resource::Object* object : set.of("Service")) {
        const auto remote = mirrored(set, *object);
        if (remote && links.contains(remote->cluster))
            links[remote->cluster].add_services(remote->service);
    }
    std::vector<v1::Link> listed;
    for (auto& [target, link] : links)
        listed.push_back(std::move(link));
    return listed;
}

Inventory::Items Inventory::items() const {
    Items items;
    for (v1::Service& service : services())
        *items[{"service", service.name() + "." + service.namespace_()}].mutable_service() =
            service;
    for (v1::Proxy& proxy : proxies())
        *items[{"proxy", proxy.instance().instance()}].mutable_proxy() = proxy;
    for (v1::Certificate& certificate : certificates())
        *items[{"certificate", certificate.serial()}].mutable_certificate() = certificate;
    for (v1::Link& link : links())
        *items[{"link", link.from() + ":" + link.to()}].mutable_link() = link;
    return items;
}

} // namespace causeway::control
