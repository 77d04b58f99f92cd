// SPDX-License-Identifier: Apache-2.0
#include "control/observe/metrics_page.h"

#include "control/version.h"

#include <array>

namespace causeway::control {
namespace {

using telemetry::Exposition;
using telemetry::LabelText;
using Type = telemetry::Exposition::Type;

const char* kindOf(const v1::Certificate& certificate) {
    switch (certificate.kind()) {
    case v1::Certificate::TRUST_ANCHOR:
        return "anchor";
    case v1::Certificate::ISSUER:
        return "issuer";
    case v1::Certificate::CONTROL:
        return "control";
    default:
        return "leaf";
    }
}

void writeCertificates(Exposition& out, const MetricsFacts& facts) {
    out.family("causeway_certificate_expiry_timestamp_seconds", Type::Gauge,
               "When a certificate that is in use ends, since 1970");
    for (const auto& certificate : facts.certificates)
        out.sampleOf(LabelText()
                         .add("kind", kindOf(certificate))
                         .add("subject", certificate.subject())
                         .addIf("workload", certificate.workload())
                         .addIf("instance", certificate.instance())
                         .add("fingerprint", certificate.fingerprint_sha256()),
                     std::uint64_t(certificate.not_after().seconds()));
}

void writeProxies(Exposition& out, const MetricsFacts& facts) {
    std::uint64_t connected = 0;
    std::uint64_t behind = 0;
    std::uint64_t unconfirmed = 0;
    std::map<std::string, std::uint64_t> versions;
    for (const auto& proxy : facts.proxies) {
        if (!proxy.connected)
            continue;
        ++connected;
        ++versions[proxy.instance.version];
        behind += proxy.configAcked < proxy.configSent ? 1 : 0;
        unconfirmed += proxy.trustConfirmed ? 0 : 1;
    }
    out.family("causeway_proxies", Type::Gauge, "Proxies that are known, by whether connected");
    out.sampleOf(LabelText().add("state", "connected"), connected);
    out.sampleOf(LabelText().add("state", "gone"), std::uint64_t(facts.proxies.size()) - connected);
    out.family("causeway_proxies_by_version", Type::Gauge, "Connected proxies");
    for (const auto& [version, count] : versions)
        out.sampleOf(LabelText().add("version", version), count);
    out.family("causeway_proxies_config_behind", Type::Gauge,
               "Connected proxies that have not confirmed their newest configuration");
    out.sample({}, behind);
    out.family("causeway_proxies_trust_unconfirmed", Type::Gauge,
               "Connected proxies that have not confirmed the trust anchors of now");
    out.sample({}, unconfirmed);
}

void writeState(Exposition& out, const MetricsFacts& facts) {
    out.family("causeway_control_info", Type::Gauge, "Always 1");
    out.sampleOf(LabelText()
                     .add("cluster", facts.cluster)
                     .addIf("replica", facts.replica)
                     .add("version", version()),
                 std::uint64_t(1));
    out.family("causeway_control_leader", Type::Gauge,
               "1 while this control plane does what only one may do");
    out.sample({}, std::uint64_t(facts.isLeader ? 1 : 0));
    out.family("causeway_control_replicas", Type::Gauge, "Control planes of the cluster that live");
    out.sample({}, std::uint64_t(facts.replicas));
    out.family("causeway_objects", Type::Gauge, "Objects in force");
    out.sample({}, facts.objects);
    out.family("causeway_objects_revision", Type::Gauge, "Of the store when they were read");
    out.sample({}, facts.objectsRevision);
    out.family("causeway_telemetry_until_timestamp_seconds", Type::Gauge,
               "Up to when telemetry is published, since 1970");
    out.sample({}, double(facts.countedUntil));
}

void writeHistory(Exposition& out, const HistoryKept& kept) {
    out.family("causeway_telemetry_bytes", Type::Gauge, "Of telemetry on disk");
    out.sample({}, double(kept.bytes));
    out.family("causeway_telemetry_kept_from_timestamp_seconds", Type::Gauge,
               "Since when there are files of a resolution, since 1970; 0: there are none");
    for (std::size_t i = 0; i < kResolutions.size(); ++i)
        out.sampleOf(LabelText().add("resolution", std::string(nameOf(kResolutions[i]))),
                     double(kept.from[i]));
    out.family("causeway_telemetry_given_up_until_timestamp_seconds", Type::Gauge,
               "Up to when a resolution was given up for --telemetry-limit, since 1970; 0: never "
               "since the start");
    for (std::size_t i = 0; i < kResolutions.size(); ++i)
        out.sampleOf(LabelText().add("resolution", std::string(nameOf(kResolutions[i]))),
                     double(kept.givenUpUntil[i]));
}

void writeEvents(Exposition& out, const EventLog::Totals& totals) {
    static constexpr std::array kNames{"info", "warning", "error"};
    out.family("causeway_events_total", Type::Counter, "What happened, as `causewayctl` shows it");
    for (const auto& [what, count] : totals)
        out.sampleOf(LabelText()
                         .add("severity", kNames[static_cast<std::size_t>(what.first)])
                         .add("kind", what.second),
                     count);
}

} // namespace

std::string serialize(const MetricsFacts& facts) {
    Exposition out;
    writeState(out, facts);
    writeHistory(out, facts.kept);
    writeCertificates(out, facts);
    writeProxies(out, facts);
    writeEvents(out, facts.events);
    facts.process.write(out);
    return out.text();
}

} // namespace causeway::control
