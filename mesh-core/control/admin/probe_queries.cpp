// SPDX-License-Identifier: Apache-2.0
#include "control/admin/probe_queries.h"

#include "control/admin/query_window.h"

#include <algorithm>

namespace causeway::control {

Result<v1::QueryProbesResponse> ProbeQueries::sum(const v1::QueryProbesRequest& request) const {
    CAUSEWAY_TRY(const auto window, windowOf(request, m_collector.publishedUntil()));
    CAUSEWAY_TRY(auto steps, m_collector.ask({.select = {.kind = SeriesKind::Probes, .link = request.link()},
                                              .from = window.start,
                                              .to = window.end,
                                              .step = window.seconds,
                                              .bySeries = true}));
    v1::QueryProbesResponse response;
    setTime(*response.mutable_end(), endOf(window.end));
    for (SumStep& step : steps) {
        response.set_covered_seconds(std::min(step.coveredSeconds, window.seconds));
        for (const auto* each : step.byLabels())
            if (!readLabels(each->first, *response.add_probes()))
                response.mutable_probes()->RemoveLast();
            else
                fillCounts(each->second, *response.mutable_probes(response.probes_size() - 1));
    }
    return response;
}

Result<v1::QueryProbeSeriesResponse>
ProbeQueries::series(const v1::QueryProbeSeriesRequest& request) const {
    CAUSEWAY_TRY(const auto range, rangeOf(request, m_collector.publishedUntil()));
    CAUSEWAY_TRY(
        const auto steps,
        m_collector.ask({.select = {.kind = SeriesKind::Probes, .link = request.link(), .rung = request.rung()},
                         .from = range.start,
                         .to = range.end,
                         .step = range.step,
                         .bySeries = false}));
    v1::QueryProbeSeriesResponse response;
    for (const SumStep& step : steps)
        for (const auto& [labels, counts] : step.series) {
            v1::ProbePoint& point = *response.add_points();
            setTime(*point.mutable_end(), range.endOfStep(step.index));
            point.set_covered_seconds(step.sampledSeconds);
            point.mutable_sum()->set_link(request.link());
            point.mutable_sum()->set_rung(request.rung());
            fillCounts(counts, *point.mutable_sum());
        }
    return response;
}

} // namespace causeway::control
