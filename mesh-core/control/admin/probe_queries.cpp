// SPDX-License-Identifier: Apache-2.0
#include "control/admin/probe_queries.h"

#include "control/collect/probe_sums.h"
#include "control/wire_time.h"

#include <algorithm>

namespace causeway::control {

namespace {

WallTime endOf(Second second) {
    return WallTime(std::chrono::seconds(second));
}

// Shows every sample of a piece.
template <typename See> void eachProbe(const Collector::Piece& piece, See see) {
    for (const EdgeBytes& bytes : piece.edges) {
        v1::EdgeTick tick;
        if (tick.ParseFromString(*bytes))
            for (const v1::ProbeSample& sample : tick.probes())
                see(sample);
    }
}

Status checkRange(const v1::QueryProbeSeriesRequest& request, Second start, Second step) {
    if (start < 0 || request.end().seconds() < start)
        return fail(ErrorKind::InvalidInput, "start and end: found an end before the start");
    if ((request.end().seconds() - start) / step > ProbeQueries::kMaxPoints)
        return fail(ErrorKind::InvalidInput,
                    "step_seconds: found " + std::to_string(step) + ", which gives more than "
                        + std::to_string(ProbeQueries::kMaxPoints)
                        + " points; expected a longer step");
    return {};
}

} // namespace

Result<v1::QueryProbesResponse> ProbeQueries::sum(const v1::QueryProbesRequest& request) const {
    const std::uint32_t window =
        request.window_seconds() == 0 ? kDefaultWindow : request.window_seconds();
    if (window > kMaxWindow)
        return fail(ErrorKind::InvalidInput,
                    "window_seconds: found " + std::to_string(window) + "; expected at most "
                        + std::to_string(kMaxWindow) + " (ask for a series of longer times)");
    const Second end = m_collector.publishedUntil() - Second(request.ended_seconds_ago());
    ProbeSums sums;
    std::uint32_t covered = 0;
    CAUSEWAY_CHECK(m_collector.visit(end - window, end, [&](const Collector::Piece& piece) {
        covered += piece.coveredSeconds;
        eachProbe(piece, [&](const v1::ProbeSample& sample) {
            if (request.link().empty() || request.link() == sample.link())
                sums.add(sample);
        });
    }));
    v1::QueryProbesResponse response;
    *response.mutable_probes() = sums.take();
    setTime(*response.mutable_end(), endOf(end));
    response.set_covered_seconds(std::min(covered, window));
    return response;
}

Result<v1::QueryProbeSeriesResponse>
ProbeQueries::series(const v1::QueryProbeSeriesRequest& request) const {
    const Second step = std::max<Second>(request.step_seconds(), 1);
    const Second start = request.start().seconds();
    CAUSEWAY_CHECK(checkRange(request, start, step));
    const Second end = std::min(request.end().seconds(), m_collector.publishedUntil());
    v1::QueryProbeSeriesResponse response;
    auto& points = *response.mutable_points();
    Second lastStep = -1;
    CAUSEWAY_CHECK(m_collector.visit(start, end, [&](const Collector::Piece& piece) {
        const Second index = (piece.start - start) / step;
        bool counted = false;
        eachProbe(piece, [&](const v1::ProbeSample& sample) {
            if (sample.link() != request.link() || sample.rung() != request.rung())
                return;
            if (index != std::exchange(lastStep, index)) {
                v1::ProbePoint& point = *points.Add();
                setTime(*point.mutable_end(), endOf(start + (index + 1) * step));
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
