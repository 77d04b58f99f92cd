// SPDX-License-Identifier: Apache-2.0
#include "control/admin/connection_queries.h"

#include "control/admin/query_window.h"

#include <algorithm>

namespace causeway::control {

Result<v1::QueryConnectionsResponse>
ConnectionQueries::sum(const v1::QueryConnectionsRequest& request) const {
    CAUSEWAY_TRY(const auto window, windowOf(request, m_collector.publishedUntil()));
    CAUSEWAY_TRY(auto steps, m_collector.ask({.select = {.kind = SeriesKind::Connections,
                                                         .link = request.link()},
                                              .from = window.start,
                                              .to = window.end,
                                              .step = window.seconds,
                                              .bySeries = true}));
    v1::QueryConnectionsResponse response;
    setTime(*response.mutable_end(), endOf(window.end));
    for (SumStep& step : steps) {
        response.set_covered_seconds(std::min(step.coveredSeconds, window.seconds));
        for (const auto* each : step.byLabels()) {
            v1::ConnectionSample& sample = *response.add_connections();
            if (readLabels(each->first, sample))
                fillCounts(each->second, sample);
            else
                response.mutable_connections()->RemoveLast();
        }
    }
    return response;
}

Result<v1::QueryConnectionSeriesResponse>
ConnectionQueries::series(const v1::QueryConnectionSeriesRequest& request) const {
    if (request.link().empty())
        return fail(ErrorKind::InvalidInput, "link: found none; expected FROM:TO");
    CAUSEWAY_TRY(const auto range, rangeOf(request, m_collector.publishedUntil()));
    CAUSEWAY_TRY(const auto steps, m_collector.ask({.select = {.kind = SeriesKind::Connections,
                                                               .link = request.link()},
                                                    .from = range.start,
                                                    .to = range.end,
                                                    .step = range.step,
                                                    .bySeries = false}));
    v1::QueryConnectionSeriesResponse response;
    for (const SumStep& step : steps)
        for (const auto& [labels, counts] : step.series) {
            v1::ConnectionPoint& point = *response.add_points();
            setTime(*point.mutable_end(), range.endOfStep(step.index));
            point.set_covered_seconds(step.sampledSeconds);
            point.mutable_sum()->set_link(request.link());
            point.mutable_sum()->set_leg(v1::LEG_WIRE);
            fillCounts(counts, *point.mutable_sum());
        }
    return response;
}

} // namespace causeway::control
