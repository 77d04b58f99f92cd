// SPDX-License-Identifier: Apache-2.0
#include "control/admin/probe_queries.h"

#include "control/admin/query_window.h"
#include "control/collect/probe_sums.h"

#include <algorithm>

namespace causeway::control {

namespace {

// Shows every sample of a piece.
template <typename See> void eachProbe(const Collector::Piece& piece, See see) {
    for (const EdgeBytes& bytes : piece.edges) {
        v1::EdgeTick tick;
        if (tick.ParseFromString(*bytes))
            for (const v1::ProbeSample& sample : tick.probes())
                see(sample);
    }
}

} // namespace

Result<v1::QueryProbesResponse> ProbeQueries::sum(const v1::QueryProbesRequest& request) const {
    CAUSEWAY_TRY(const auto window, windowOf(request, m_collector.publishedUntil()));
    ProbeSums sums;
    std::uint32_t covered = 0;
    CAUSEWAY_CHECK(m_collector.visit(window.start, window.end, [&](const Collector::Piece& piece) {
        covered += piece.coveredSeconds;
        eachProbe(piece, [&](const v1::ProbeSample& sample) {
            if (request.link().empty() || request.link() == sample.link())
                sums.add(sample);
        });
    }));
    v1::QueryProbesResponse response;
    *response.mutable_probes() = sums.take();
    setTime(*response.mutable_end(), endOf(window.end));
    response.set_covered_seconds(std::min(covered, window.seconds));
    return response;
}

Result<v1::QueryProbeSeriesResponse>
ProbeQueries::series(const v1::QueryProbeSeriesRequest& request) const {
    CAUSEWAY_TRY(const auto range, rangeOf(request, m_collector.publishedUntil()));
    v1::QueryProbeSeriesResponse response;
    auto& points = *response.mutable_points();
    Second lastStep = -1;
    CAUSEWAY_CHECK(m_collector.visit(range.start, range.end, [&](const Collector::Piece& piece) {
        const Second index = (piece.start - range.start) / range.step;
        bool counted = false;
        eachProbe(piece, [&](const v1::ProbeSample& sample) {
            if (sample.link() != request.link() || sample.rung() != request.rung())
                return;
            if (index != std::exchange(lastStep, index)) {
                v1::ProbePoint& point = *points.Add();
                setTime(*point.mutable_end(), range.endOfStep(index));
                point.mutable_sum()->set_link(request.link());
                point.mutable_sum()->set_rung(request.rung());
            }
            v1::ProbePoint& point = points[points.size() - 1];
            addProbes(*point.mutable_sum(), sample);
            if (!std::exchange(counted, true))
                point.set_covered_seconds(point.covered_seconds() + piece.coveredSeconds);
        });
    }));
    return response;
}

} // namespace causeway::control
