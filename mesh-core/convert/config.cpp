// SPDX-License-Identifier: Apache-2.0
#include "convert/detail.h"

namespace causeway::convert {

Result<rules::ProxySettings> fromProto(const v1::ProxySettings& message) {
    rules::ProxySettings settings;
    for (const auto& served : message.served_ports()) {
        CAUSEWAY_TRY(const auto port, portFrom(served.port(), "served_ports.port"));
        CAUSEWAY_TRY(const auto target, portFrom(served.target_port(), "served_ports.target_port"));
        settings.servedPorts.push_back({served.service(), port, target});
    }
    settings.trustedGateways = textsFrom(message.trusted_gateways());
    settings.clusterDomain = message.cluster_domain();
    settings.maxRequestsPerConnection = message.max_requests_per_connection();
    if (message.report_interval_ms() == 0)
        return refuse("report_interval_ms", "0", "at least 1");
    settings.zone = message.zone();
    settings.reportInterval = std::chrono::milliseconds(message.report_interval_ms());
    settings.accessLog = message.access_log();
    for (const auto& linked : message.linked_gateways())
        settings.linkedGateways.push_back(
            {linked.link(), linked.address(), linked.identity(), linked.cluster_domain()});
    settings.recording = !message.no_recording();
    settings.recordingRedact = textsFrom(message.recording_redact());
    return settings;
}

v1::ProxySettings toProto(const rules::ProxySettings& settings) {
    v1::ProxySettings message;
    for (const auto& served : settings.servedPorts) {
        auto* added = message.add_served_ports();
        added->set_service(served.service);
        added->set_port(served.port);
        added->set_target_port(served.targetPort);
    }
    textsTo(settings.trustedGateways, message.mutable_trusted_gateways());
    message.set_cluster_domain(settings.clusterDomain);
    message.set_max_requests_per_connection(settings.maxRequestsPerConnection);
    message.set_access_log(settings.accessLog);
    message.set_no_recording(!settings.recording);
    textsTo(settings.recordingRedact, message.mutable_recording_redact());
    message.set_zone(settings.zone);
    for (const auto& linked : settings.linkedGateways) {
        auto* added = message.add_linked_gateways();
        added->set_link(linked.link);
        added->set_address(linked.address);
        added->set_identity(linked.identity);
        added->set_cluster_domain(linked.clusterDomain);
    }
    message.set_report_interval_ms(static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(settings.reportInterval).count()));
    return message;
}

rules::TrustBundle fromProto(const v1::TrustBundle& message) {
    return {message.trust_domain(), textsFrom(message.anchors())};
}

v1::TrustBundle toProto(const rules::TrustBundle& bundle) {
    v1::TrustBundle message;
    message.set_trust_domain(bundle.trustDomain);
    textsTo(bundle.anchors, message.mutable_anchors());
    return message;
}

Result<rules::GatewayExports> fromProto(const v1::GatewayExports& message) {
    rules::GatewayExports exports;
    for (const auto& declared : message.exports()) {
        rules::Export one{declared.service(), {}, textsFrom(declared.clusters())};
        for (const auto value : declared.ports()) {
            CAUSEWAY_TRY(const auto port, portFrom(value, "exports.ports"));
            one.ports.push_back(port);
        }
        exports.exports.push_back(std::move(one));
    }
    return exports;
}

v1::GatewayExports toProto(const rules::GatewayExports& exports) {
    v1::GatewayExports message;
    for (const auto& one : exports.exports) {
        auto* added = message.add_exports();
        added->set_service(one.service);
        for (const auto port : one.ports)
            added->add_ports(port);
        textsTo(one.clusters, added->mutable_clusters());
    }
    return message;
}

} // namespace causeway::convert
