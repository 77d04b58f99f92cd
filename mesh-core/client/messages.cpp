// SPDX-License-Identifier: Apache-2.0
#include "client/messages.h"

#include "convert/convert.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::client {

namespace {

WallTime timeOf(const google::protobuf::Timestamp& time) {
    return WallTime(std::chrono::seconds(time.seconds()) + std::chrono::nanoseconds(time.nanos()));
}

// Absent is unknown; a default-constructed message is absent too.
template <typename Message>
std::optional<WallTime> optionalTime(const Message& message, bool (Message::*has)() const,
                                     const google::protobuf::Timestamp& (Message::*get)() const) {
    return (message.*has)() ? std::optional(timeOf((message.*get)())) : std::nullopt;
}

tl::unexpected<Error> unknown(std::string_view field, int value) {
    return fail(
        ErrorKind::Protocol,
        fmt::format("{}: found {}, which this program does not know; are both of one version?",
                    field, value));
}

Result<CertificateKind> kindOf(const v1::Certificate& message) {
    switch (message.kind()) {
    case v1::Certificate::TRUST_ANCHOR:
        return CertificateKind::TrustAnchor;
    case v1::Certificate::ISSUER:
        return CertificateKind::Issuer;
    case v1::Certificate::LEAF:
        return CertificateKind::Leaf;
    case v1::Certificate::CONTROL:
        return CertificateKind::Control;
    default:
        return unknown("certificate.kind", message.kind());
    }
}

Result<Severity> severityOf(const v1::Event& message) {
    switch (message.severity()) {
    case v1::Event::INFO:
        return Severity::Info;
    case v1::Event::WARNING:
        return Severity::Warning;
    case v1::Event::ERROR:
        return Severity::Error;
    default:
        return unknown("event.severity", message.severity());
    }
}

Result<Inventory> inventoryOf(const v1::InventorySnapshot& message) {
    Inventory inventory;
    CAUSEWAY_TRY(inventory.cluster, fromMessage(message.cluster()));
    CAUSEWAY_TRY(inventory.services, fromMessages(message.services()));
    CAUSEWAY_TRY(inventory.proxies, fromMessages(message.proxies()));
    CAUSEWAY_TRY(inventory.certificates, fromMessages(message.certificates()));
    CAUSEWAY_TRY(inventory.links, fromMessages(message.links()));
    CAUSEWAY_TRY(inventory.events, fromMessages(message.events()));
    return inventory;
}

Result<std::vector<telemetry::EdgeSample>>
samplesOf(const google::protobuf::RepeatedPtrField<v1::EdgeSample>& messages) {
    std::vector<telemetry::EdgeSample> samples;
    samples.reserve(static_cast<std::size_t>(messages.size()));
    for (const auto& message : messages) {
        CAUSEWAY_TRY(auto sample, convert::fromProto(message));
        samples.push_back(std::move(sample));
    }
    return samples;
}

Result<std::vector<telemetry::ProbeSample>>
probesOf(const google::protobuf::RepeatedPtrField<v1::ProbeSample>& messages) {
    std::vector<telemetry::ProbeSample> probes;
    for (const auto& message : messages) {
        CAUSEWAY_TRY(auto sample, convert::fromProto(message));
        probes.push_back(std::move(sample));
    }
    return probes;
}

Result<std::vector<telemetry::ConnectionSample>>
connectionsOf(const google::protobuf::RepeatedPtrField<v1::ConnectionSample>& messages) {
    std::vector<telemetry::ConnectionSample> connections;
    for (const auto& message : messages) {
        CAUSEWAY_TRY(auto sample, convert::fromProto(message));
        connections.push_back(std::move(sample));
    }
    return connections;
}

// A sum over several keys has no key of its own: what was not selected is unset. Only its counters
// are wanted, so any key will do to have them converted.
v1::EdgeSample withKey(v1::EdgeSample message) {
    auto& key = *message.mutable_key();
    key.set_vantage(v1::VANTAGE_CALLER);
    key.set_protocol(v1::PROTOCOL_HTTP1);
    key.set_status_class(v1::STATUS_CLASS_2XX);
    key.set_tls(v1::TLS_STATE_MUTUAL);
    return message;
}

} // namespace

Result<Cluster> fromMessage(const v1::Cluster& message) {
    Cluster cluster;
    cluster.name = message.name();
    cluster.cloud = message.cloud();
    cluster.region = message.region();
    cluster.clusterDomain = message.cluster_domain();
    cluster.trustDomain = message.trust_domain();
    cluster.fleet = message.fleet();
    cluster.version = message.version();
    cluster.production = message.production();
    cluster.started = optionalTime(message, &v1::Cluster::has_started, &v1::Cluster::started);
    cluster.now = optionalTime(message, &v1::Cluster::has_now, &v1::Cluster::now);
    return cluster;
}

Result<Service> fromMessage(const v1::Service& message) {
    Service service;
    service.name = message.name();
    service.namespace_ = message.namespace_();
    service.cluster = message.cluster();
    service.labels = {message.labels().begin(), message.labels().end()};
    for (const auto& port : message.ports()) {
        CAUSEWAY_TRY(const auto protocol, convert::fromProto(port.protocol()));
        service.ports.push_back({port.name(), port.port(), port.target_port(), protocol});
    }
    service.readyEndpoints = message.ready_endpoints();
    service.endpoints = message.endpoints();
    service.mirrorOf = message.mirror_of();
    service.exported = message.exported();
    return service;
}

Result<Proxy> fromMessage(const v1::Proxy& message) {
    Proxy proxy;
    CAUSEWAY_TRY(proxy.instance, convert::fromProto(message.instance()));
    proxy.address = message.address();
    proxy.connected = message.connected();
    proxy.lastSeen = optionalTime(message, &v1::Proxy::has_last_seen, &v1::Proxy::last_seen);
    if (message.has_stats())
        proxy.stats = convert::fromProto(message.stats());
    proxy.configAcked = message.config_acked();
    proxy.configSent = message.config_sent();
    proxy.lastNack = message.last_nack();
    proxy.trustConfirmed = message.trust_confirmed();
    return proxy;
}

Result<Certificate> fromMessage(const v1::Certificate& message) {
    Certificate certificate;
    CAUSEWAY_TRY(certificate.kind, kindOf(message));
    certificate.subject = message.subject();
    certificate.issuer = message.issuer();
    certificate.serial = message.serial();
    certificate.notBefore = timeOf(message.not_before());
    certificate.notAfter = timeOf(message.not_after());
    certificate.workload = message.workload();
    certificate.instance = message.instance();
    certificate.cluster = message.cluster();
    certificate.fingerprintSha256 = message.fingerprint_sha256();
    certificate.anchorKeySha256 = message.anchor_key_sha256();
    return certificate;
}

Result<Link> fromMessage(const v1::Link& message) {
    Link link{message.from(),
              message.to(),
              message.gateway_address(),
              message.gateway_port(),
              message.gateway_identity(),
              {message.services().begin(), message.services().end()},
              {},
              {}};
    if (message.has_success_objective())
        link.successObjective = message.success_objective();
    if (message.has_latency_objective())
        link.latencyObjective = {
            message.latency_objective().share(),
            std::chrono::milliseconds(message.latency_objective().within_ms())};
    return link;
}

Result<Event> fromMessage(const v1::Event& message) {
    CAUSEWAY_TRY(const auto severity, severityOf(message));
    return Event{message.id(),   timeOf(message.at()), severity,
                 message.kind(), message.subject(),    message.message()};
}

Result<InventoryUpdate> fromMessage(const v1::InventoryUpdate& message) {
    using Case = v1::InventoryUpdate::UpdateCase;
    switch (message.update_case()) {
    case Case::kSnapshot:
        return inventoryOf(message.snapshot());
    case Case::kService:
        return fromMessage(message.service());
    case Case::kProxy:
        return fromMessage(message.proxy());
    case Case::kCertificate:
        return fromMessage(message.certificate());
    case Case::kLink:
        return fromMessage(message.link());
    case Case::kEvent:
        return fromMessage(message.event());
    case Case::kRemoved:
        return Removed{message.removed().kind(), message.removed().name()};
    case Case::UPDATE_NOT_SET:
        break;
    }
    return unknown("inventory_update.update", message.update_case());
}

Result<EdgeWindow> fromMessage(const v1::QueryEdgesResponse& message) {
    EdgeWindow window;
    CAUSEWAY_TRY(window.edges, samplesOf(message.edges()));
    window.end = timeOf(message.end());
    window.covered = std::chrono::seconds(message.covered_seconds());
    return window;
}

Result<ProbeWindow> fromMessage(const v1::QueryProbesResponse& message) {
    ProbeWindow window;
    CAUSEWAY_TRY(window.probes, probesOf(message.probes()));
    window.end = timeOf(message.end());
    window.covered = std::chrono::seconds(message.covered_seconds());
    return window;
}

Result<ProbePoint> fromMessage(const v1::ProbePoint& message) {
    CAUSEWAY_TRY(auto sample, convert::fromProto(message.sum()));
    return ProbePoint{timeOf(message.end()), std::chrono::seconds(message.covered_seconds()),
                      std::move(sample)};
}

Result<ConnectionWindow> fromMessage(const v1::QueryConnectionsResponse& message) {
    ConnectionWindow window;
    CAUSEWAY_TRY(window.connections, connectionsOf(message.connections()));
    window.end = timeOf(message.end());
    window.covered = std::chrono::seconds(message.covered_seconds());
    return window;
}

Result<ConnectionPoint> fromMessage(const v1::ConnectionPoint& message) {
    CAUSEWAY_TRY(auto sample, convert::fromProto(message.sum()));
    return ConnectionPoint{timeOf(message.end()), std::chrono::seconds(message.covered_seconds()),
                           std::move(sample)};
}

Result<EdgeTick> fromMessage(const v1::EdgeTick& message) {
    EdgeTick tick;
    CAUSEWAY_TRY(tick.edges, samplesOf(message.edges()));
    CAUSEWAY_TRY(tick.probes, probesOf(message.probes()));
    CAUSEWAY_TRY(tick.connections, connectionsOf(message.connections()));
    tick.end = timeOf(message.end());
    tick.duration = std::chrono::milliseconds(message.duration_ms());
    tick.proxiesReporting = message.proxies_reporting();
    tick.proxiesExpected = message.proxies_expected();
    return tick;
}

Result<SeriesPoint> fromMessage(const v1::SeriesPoint& message) {
    CAUSEWAY_TRY(auto sample, convert::fromProto(withKey(message.sum())));
    return SeriesPoint{timeOf(message.end()), std::chrono::seconds(message.covered_seconds()),
                       std::move(sample.counters)};
}

Result<AppliedObject> fromMessage(const v1::AppliedObject& message) {
    return AppliedObject{convert::fromProto(message.object()), message.resource_version(),
                         message.result()};
}

Result<ChangeSet> fromMessage(const v1::ChangeSet& message) {
    ChangeSet change;
    change.id = message.id();
    switch (message.state()) {
    case v1::CHANGE_STATE_PROPOSED:
        change.state = "proposed";
        break;
    case v1::CHANGE_STATE_APPLIED:
        change.state = "applied";
        break;
    case v1::CHANGE_STATE_REJECTED:
        change.state = "rejected";
        break;
    case v1::CHANGE_STATE_WITHDRAWN:
        change.state = "withdrawn";
        break;
    case v1::CHANGE_STATE_UNREVIEWED:
        change.state = "unreviewed";
        break;
    case v1::CHANGE_STATE_REVIEWED:
        change.state = "reviewed";
        break;
    default:
        return fail(ErrorKind::Protocol, "a change of a state that this version does not know");
    }
    change.open = message.state() == v1::CHANGE_STATE_PROPOSED
                  || message.state() == v1::CHANGE_STATE_UNREVIEWED;
    change.author = message.author();
    change.reason = message.reason();
    change.proposed = timeOf(message.proposed());
    change.reviewer = message.reviewer();
    change.comment = message.comment();
    if (message.has_decided())
        change.decided = timeOf(message.decided());
    CAUSEWAY_TRY(change.objects, fromMessages(message.objects()));
    change.yaml = message.yaml();
    return change;
}

Result<StoredObject> fromMessage(const v1::StoredObject& message) {
    return StoredObject{convert::fromProto(message.object()), message.resource_version(),
                        message.yaml()};
}

Result<AuditPage> fromMessage(const v1::ListAuditResponse& message) {
    AuditPage page;
    for (const v1::AuditRecord& each : message.records())
        page.records.push_back({.record = {.sequence = each.sequence(),
                                           .at = timeOf(each.at()),
                                           .who = each.who(),
                                           .action = each.action(),
                                           .subject = each.subject(),
                                           .reason = each.reason(),
                                           .detail = each.detail(),
                                           .digest = each.digest(),
                                           .hash = each.hash()},
                                .revision = each.revision()});
    for (const v1::AuditCheckpoint& each : message.checkpoints())
        page.checkpoints.push_back({.sequence = each.sequence(),
                                    .hash = each.hash(),
                                    .at = timeOf(each.at()),
                                    .signature = each.signature(),
                                    .certificates = each.certificates()});
    page.trails.assign(message.trails().begin(), message.trails().end());
    return page;
}

google::protobuf::Timestamp toMessage(WallTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    google::protobuf::Timestamp message;
    message.set_seconds(seconds.time_since_epoch().count());
    message.set_nanos(static_cast<std::int32_t>((time - seconds).count()));
    return message;
}

v1::EdgeSelector toMessage(const EdgeSelector& select) {
    v1::EdgeSelector message;
    if (select.vantage)
        message.set_vantage(convert::toProto(*select.vantage));
    message.set_source_workload(select.sourceWorkload);
    message.set_destination_service(select.destinationService);
    message.set_destination_cluster(select.destinationCluster);
    message.set_link(select.link);
    return message;
}

} // namespace causeway::client
