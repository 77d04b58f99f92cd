// SPDX-License-Identifier: Apache-2.0
// Samples of the wire as labels, which say whose they are, and counts, which add up; and back.
// Pure. Labels are bytes: equal for equal series, the same in every file and over restarts.
#pragma once

#include "causeway/v1/telemetry.pb.h"
#include "control/history/counts.h"

#include <string>
#include <string_view>

namespace causeway::control {

inline constexpr char kEdgeLabels = 'e'; // the first byte
inline constexpr char kProbeLabels = 'p';
inline constexpr char kConnectionLabels = 'c';

[[nodiscard]] std::string labelsOf(const v1::EdgeSample& sample);
[[nodiscard]] std::string labelsOf(const v1::ProbeSample& sample);
[[nodiscard]] std::string labelsOf(const v1::ConnectionSample& sample);
// Replaces `labels`, so that its memory is used again.
void writeLabels(const v1::EdgeSample& sample, std::string& labels);
void writeLabels(const v1::ProbeSample& sample, std::string& labels);
void writeLabels(const v1::ConnectionSample& sample, std::string& labels);
void writeCounts(const v1::EdgeSample& sample, Counts& counts);
void writeCounts(const v1::ProbeSample& sample, Counts& counts);
void writeCounts(const v1::ConnectionSample& sample, Counts& counts);

// False when the bytes are none of an edge, of a rung, of a leg's connections.
[[nodiscard]] bool readLabels(std::string_view labels, v1::EdgeSample& sample);
[[nodiscard]] bool readLabels(std::string_view labels, v1::ProbeSample& sample);
[[nodiscard]] bool readLabels(std::string_view labels, v1::ConnectionSample& sample);
void fillCounts(const Counts& counts, v1::EdgeSample& sample);
void fillCounts(const Counts& counts, v1::ProbeSample& sample);
void fillCounts(const Counts& counts, v1::ConnectionSample& sample);

// What is counted; each has numbers of its own (SeriesTable).
enum class SeriesKind : std::uint8_t { Edges, Probes, Connections };

// Which series somebody asks for; empty fields and zeros are all.
struct Selection {
    SeriesKind kind = SeriesKind::Edges;
    v1::Vantage vantage = v1::VANTAGE_UNSPECIFIED;
    std::string sourceWorkload;
    std::string destinationService;
    std::string destinationCluster;
    std::string link;
    v1::ProbeRung rung = v1::PROBE_RUNG_UNSPECIFIED;

    [[nodiscard]] bool takesAll() const;
    [[nodiscard]] bool takes(const v1::EdgeSample& sample) const;
    [[nodiscard]] bool takes(const v1::ProbeSample& sample) const;
    [[nodiscard]] bool takes(const v1::ConnectionSample& sample) const;
};

} // namespace causeway::control
