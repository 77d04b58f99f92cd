// SPDX-License-Identifier: Apache-2.0
#include "convert/detail.h"

namespace causeway::convert {

Result<telemetry::Histogram> fromProto(const v1::Histogram& message) {
    telemetry::SparseHistogram sparse;
    sparse.buckets.assign(message.buckets().begin(), message.buckets().end());
    sparse.counts.assign(message.counts().begin(), message.counts().end());
    sparse.sumUs = message.sum_us();
    sparse.maxUs = message.max_us();
    return telemetry::Histogram::fromSparse(sparse);
}

v1::Histogram toProto(const telemetry::Histogram& histogram) {
    const auto sparse = histogram.sparse();
    v1::Histogram message;
    message.mutable_buckets()->Add(sparse.buckets.begin(), sparse.buckets.end());
    message.mutable_counts()->Add(sparse.counts.begin(), sparse.counts.end());
    message.set_sum_us(sparse.sumUs);
    message.set_max_us(sparse.maxUs);
    return message;
}

Result<telemetry::EdgeKey> fromProto(const v1::EdgeKey& message) {
    telemetry::EdgeKey key;
    CAUSEWAY_TRY(key.vantage, fromProto(message.vantage()));
    key.sourceIdentity = message.source_identity();
    key.destinationService = message.destination_service();
    key.destinationCluster = message.destination_cluster();
    key.route = message.route();
    CAUSEWAY_TRY(key.protocol, fromProto(message.protocol()));
    CAUSEWAY_TRY(key.statusClass, fromProto(message.status_class()));
    CAUSEWAY_TRY(key.tls, fromProto(message.tls()));
    key.link = message.link();
    return key;
}

v1::EdgeKey toProto(const telemetry::EdgeKey& key) {
    v1::EdgeKey message;
    message.set_vantage(toProto(key.vantage));
    message.set_source_identity(key.sourceIdentity);
    message.set_destination_service(key.destinationService);
    message.set_destination_cluster(key.destinationCluster);
    message.set_route(key.route);
    message.set_protocol(toProto(key.protocol));
    message.set_status_class(toProto(key.statusClass));
    message.set_tls(toProto(key.tls));
    message.set_link(key.link);
    return message;
}

static Result<telemetry::EdgeCounters> countersFrom(const v1::EdgeSample& message) {
    telemetry::EdgeCounters counters;
    counters.requests = message.requests();
    counters.attempts = message.attempts();
    counters.failures = message.failures();
    CAUSEWAY_TRY(counters.latency, fromProto(message.latency()));
    for (const auto& leg : message.legs()) {
        CAUSEWAY_TRY(const auto which, fromProto(leg.leg()));
        CAUSEWAY_TRY(const auto time, fromProto(leg.time()));
        counters.leg(which).merge(time);
    }
    counters.connectionsOpened = message.connections_opened();
    counters.requestsReused = message.requests_reused();
    counters.requestBytes = message.request_bytes();
    counters.responseBytes = message.response_bytes();
    return counters;
}

Result<telemetry::EdgeSample> fromProto(const v1::EdgeSample& message) {
    telemetry::EdgeSample sample;
    CAUSEWAY_TRY(sample.labels.key, fromProto(message.key()));
    sample.labels.sourceWorkload = message.source_workload();
    sample.labels.destinationWorkload = message.destination_workload();
    sample.labels.destinationInstance = message.destination_instance();
    CAUSEWAY_TRY(sample.counters, countersFrom(message));
    return sample;
}

v1::EdgeSample toProto(const telemetry::EdgeSample& sample) {
    const auto& [labels, counters] = sample;
    v1::EdgeSample message;
    *message.mutable_key() = toProto(labels.key);
    message.set_source_workload(labels.sourceWorkload);
    message.set_destination_workload(labels.destinationWorkload);
    message.set_destination_instance(labels.destinationInstance);
    message.set_requests(counters.requests);
    message.set_attempts(counters.attempts);
    message.set_failures(counters.failures);
    if (!counters.latency.empty())
        *message.mutable_latency() = toProto(counters.latency);
    for (const auto leg : telemetry::kLegs) {
        if (counters.leg(leg).empty())
            continue;
        auto* added = message.add_legs();
        added->set_leg(toProto(leg));
        *added->mutable_time() = toProto(counters.leg(leg));
    }
    message.set_connections_opened(counters.connectionsOpened);
    message.set_requests_reused(counters.requestsReused);
    message.set_request_bytes(counters.requestBytes);
    message.set_response_bytes(counters.responseBytes);
    return message;
}

telemetry::ProxyStats fromProto(const v1::ProxyStats& message) {
    telemetry::ProxyStats stats;
    stats.residentBytes = message.resident_bytes();
    stats.openDescriptors = message.open_descriptors();
    stats.cpuSeconds = message.cpu_seconds();
    stats.downstreamConnections = message.downstream_connections();
    stats.upstreamConnections = message.upstream_connections();
    if (message.has_certificate_not_after())
        stats.certificateNotAfter = fromProto(message.certificate_not_after());
    stats.certificateSerial = message.certificate_serial();
    stats.draining = message.draining();
    stats.droppedSamples = message.dropped_samples();
    return stats;
}

v1::ProxyStats toProto(const telemetry::ProxyStats& stats) {
    v1::ProxyStats message;
    message.set_resident_bytes(stats.residentBytes);
    message.set_open_descriptors(stats.openDescriptors);
    message.set_cpu_seconds(stats.cpuSeconds);
    message.set_downstream_connections(stats.downstreamConnections);
    message.set_upstream_connections(stats.upstreamConnections);
    if (stats.certificateNotAfter)
        *message.mutable_certificate_not_after() = toProto(*stats.certificateNotAfter);
    message.set_certificate_serial(stats.certificateSerial);
    message.set_draining(stats.draining);
    message.set_dropped_samples(stats.droppedSamples);
    return message;
}

Result<telemetry::Report> fromProto(const v1::TelemetryReport& message) {
    telemetry::Report report;
    CAUSEWAY_TRY(report.proxy, fromProto(message.proxy()));
    report.sequence = message.sequence();
    report.end = fromProto(message.end());
    report.duration = std::chrono::microseconds(message.duration_us());
    CAUSEWAY_TRY(report.edges, allFrom<telemetry::EdgeSample>(message.edges(), "edges"));
    report.stats = fromProto(message.stats());
    CAUSEWAY_TRY(report.probes, allFrom<telemetry::ProbeSample>(message.probes(), "probes"));
    CAUSEWAY_TRY(report.connections,
                 allFrom<telemetry::ConnectionSample>(message.connections(), "connections"));
    CAUSEWAY_TRY(report.requests, allFrom<recording::Sample>(message.requests(), "requests"));
    report.requestsGivenUp = message.requests_given_up();
    return report;
}

v1::TelemetryReport toProto(const telemetry::Report& report) {
    v1::TelemetryReport message;
    *message.mutable_proxy() = toProto(report.proxy);
    message.set_sequence(report.sequence);
    *message.mutable_end() = toProto(report.end);
    message.set_duration_us(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(report.duration).count()));
    allTo(report.edges, message.mutable_edges());
    *message.mutable_stats() = toProto(report.stats);
    allTo(report.probes, message.mutable_probes());
    allTo(report.connections, message.mutable_connections());
    allTo(report.requests, message.mutable_requests());
    message.set_requests_given_up(report.requestsGivenUp);
    return message;
}

} // namespace causeway::convert
