// SPDX-License-Identifier: Apache-2.0
#include "control/collect/tick_samples.h"

namespace causeway::control {

namespace {

template <typename Samples>
void addOne(Samples& samples, const std::string& labels, const Counts& counts) {
    auto& sample = *samples.Add();
    if (readLabels(labels, sample))
        fillCounts(counts, sample);
    else
        samples.RemoveLast();
}

} // namespace

void addSeries(v1::EdgeTick& tick, SeriesKind kind, const std::string& labels,
               const Counts& counts) {
    switch (kind) {
    case SeriesKind::Edges:
        return addOne(*tick.mutable_edges(), labels, counts);
    case SeriesKind::Probes:
        return addOne(*tick.mutable_probes(), labels, counts);
    case SeriesKind::Connections:
        return addOne(*tick.mutable_connections(), labels, counts);
    }
}

v1::EdgeTick samplesOf(const v1::TelemetryReport& report) {
    v1::EdgeTick tick;
    *tick.mutable_edges() = report.edges();
    *tick.mutable_probes() = report.probes();
    *tick.mutable_connections() = report.connections();
    return tick;
}

} // namespace causeway::control
