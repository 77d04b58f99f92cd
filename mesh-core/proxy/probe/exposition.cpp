// SPDX-License-Identifier: Apache-2.0
// What the metrics page says of probes; names and meanings are in mesh-core/proxy/probe/README.md.
#include "proxy/probe/prober.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::LabelText;
using telemetry::ProbeRung;
using telemetry::ProbeSample;
using Type = Exposition::Type;

constexpr std::uint64_t kDeadAfter = 3; // Linkerd's threshold

std::string clusterOf(const std::string& link) {
    return link.substr(link.find(':') + 1);
}

LabelText labelsOf(const ProbeSample& sample) {
    return LabelText().add("link", sample.link).add("rung", name(sample.rung));
}

void writeResults(Exposition& out, const ProbeSample& sample) {
    const auto write = [&](std::string_view result, std::uint64_t count) {
        out.sampleOf(labelsOf(sample).add("result", result), count);
    };
    write("answered", sample.answered);
    if (sample.rung == ProbeRung::Udp) {
        write("lost", sample.lost);
        write("late", sample.late);
        write("duplicate", sample.duplicates);
        write("reordered", sample.reordered);
    }
    for (const auto& [reason, count] : sample.failures)
        write(reason, count);
}

void writeOneWay(Exposition& out, const std::string& link, const telemetry::OneWay& way) {
    const double toMs = 1000 * double(way.samples);
    const auto write = [&](std::string_view figure, double ms) {
        out.sampleOf(LabelText().add("link", link).add("figure", figure), ms);
    };
    write("forward", double(way.forwardSumUs) / toMs);
    write("back", double(way.backSumUs) / toMs);
    write("plus_minus", double(way.plusMinusUs) / 1000);
}

void eachPath(const ProbeSample& sample, auto write) {
    const auto labels = [&](std::string_view direction) {
        return LabelText().add("link", sample.link).add("direction", direction);
    };
    if (sample.pathOut)
        write(labels("out"), *sample.pathOut);
    if (sample.pathBack)
        write(labels("back"), *sample.pathBack);
}

} // namespace

void Prober::write(Exposition& out) {
    collect();
    writeResponder(out);
    if (m_totals.empty())
        return;
    out.family("causeway_probe_time_ms", Type::Histogram, "What a probe took, by link and rung");
    for (const auto& [key, sample] : m_totals)
        out.logLinearMs(labelsOf(sample), sample.time);
    out.family("causeway_probes_total", Type::Counter, "What became of probes");
    for (const auto& [key, sample] : m_totals)
        writeResults(out, sample);
    out.family("causeway_probe_bytes_total", Type::Counter,
               "What probes took of the network, both directions, IP headers included");
    for (const auto& [key, sample] : m_totals)
        out.sampleOf(labelsOf(sample), sample.bytes);
    out.family("causeway_probe_jitter_ms", Type::Gauge, "Of datagrams' way out, as RFC 3550 has it");
    for (const auto& [key, sample] : m_totals)
        if (sample.jitterUs)
            out.sampleOf(labelsOf(sample), double(*sample.jitterUs) / 1000);
    out.family("causeway_probe_one_way_ms", Type::Gauge,
               "One-way times of the newest datagrams, and how far off they may be");
    for (const auto& [link, way] : m_oneWay)
        writeOneWay(out, link, way);
    writePaths(out);
    writeLinkerds(out);
}

void Prober::writePaths(Exposition& out) const {
    using telemetry::PathSample;
    out.family("causeway_probe_hops", Type::Gauge,
               "Routers on the way, by what the newest datagrams lost of their hop limit");
    for (const auto& [key, sample] : m_totals)
        eachPath(sample, [&](const LabelText& labels, const PathSample& path) {
            out.sampleOf(labels, std::uint64_t(path.hops));
        });
    out.family("causeway_probe_path_changes_total", Type::Counter,
               "Changes to a path of another number of hops");
    for (const auto& [key, sample] : m_totals)
        eachPath(sample, [&](const LabelText& labels, const PathSample& path) {
            out.sampleOf(labels, path.changes);
        });
}

// Linkerd's names for what its probes of a gateway mean: a request that the gateway answers itself.
void Prober::writeLinkerds(Exposition& out) const {
    const auto each = [this](auto write) {
        for (const auto& [key, sample] : m_totals)
            if (sample.rung == ProbeRung::HttpWarm)
                write(LabelText().add("target_cluster_name", clusterOf(sample.link)), sample);
    };
    out.family("gateway_alive", Type::Gauge, "1 while a gateway's cluster answers probes");
    each([&](const LabelText& labels, const ProbeSample& sample) {
        const auto failing = m_failing.find(sample.link);
        const bool alive = sample.answered > 0
                           && (failing == m_failing.end() || failing->second < kDeadAfter);
        out.sampleOf(labels, std::uint64_t(alive ? 1 : 0));
    });
    out.family("gateway_latency", Type::Gauge, "Of the last probe that was answered, whole ms");
    each([&](const LabelText& labels, const ProbeSample& sample) {
        if (sample.lastUs)
            out.sampleOf(labels, (*sample.lastUs + 500) / 1000);
    });
    out.family("gateway_probe_latency_ms", Type::Histogram, "Of probes that were answered");
    each([&](const LabelText& labels, const ProbeSample& sample) {
        out.histogramMs(labels, sample.time);
    });
    out.family("gateway_probes", Type::Counter, "Probes, by whether they were answered");
    each([&](LabelText labels, const ProbeSample& sample) {
        LabelText failed = labels;
        out.sampleOf(labels.add("probe_successful", "true"), sample.answered);
        out.sampleOf(failed.add("probe_successful", "false"), sample.failed());
    });
}

void Prober::writeResponder(Exposition& out) const {
    if (m_responders.empty())
        return;
    ProbeResponder::Counts sum;
    for (const auto& each : m_responders) {
        const auto& counts = each->counts();
        sum.answered += counts.answered;
        sum.malformed += counts.malformed;
        sum.unknownSession += counts.unknownSession;
        sum.badSeal += counts.badSeal;
        sum.replayed += counts.replayed;
        sum.unsent += counts.unsent;
    }
    out.family("causeway_probe_datagrams_total", Type::Counter,
               "Datagrams that came to be answered, and why they were dropped");
    const auto write = [&](std::string_view result, std::uint64_t count) {
        out.sampleOf(LabelText().add("result", result), count);
    };
    write("answered", sum.answered);
    write("malformed", sum.malformed);
    write("unknown-session", sum.unknownSession);
    write("bad-seal", sum.badSeal);
    write("replayed", sum.replayed);
    write("unsent", sum.unsent);
}

} // namespace causeway::proxy
