// SPDX-License-Identifier: Apache-2.0
#include "control/admin/edge_queries.h"

#include "control/admin/query_window.h"

#include <algorithm>

namespace causeway::control {

namespace {

Selection selectionOf(const v1::EdgeSelector& select) {
    return {.kind = SeriesKind::Edges,
            .vantage = select.vantage(),
            .sourceWorkload = select.source_workload(),
            .destinationService = select.destination_service(),
            .destinationCluster = select.destination_cluster(),
            .link = select.link()};
}

void fillLabels(const v1::EdgeSelector& select, v1::EdgeSample& sum) {
    v1::EdgeKey& key = *sum.mutable_key();
    key.set_vantage(select.vantage());
    key.set_destination_service(select.destination_service());
    key.set_destination_cluster(select.destination_cluster());
    key.set_link(select.link());
    sum.set_source_workload(select.source_workload());
}

} // namespace

Result<std::string> EdgeQueries::serializedSum(const v1::QueryEdgesRequest& request) const {
    const Second newest =
        request.has_end() ? m_collector.publishedUntil() : m_collector.writtenUntil();
    CAUSEWAY_TRY(const auto window, windowOf(request, newest));
    if (window.seconds == MinuteSums::kLength) {
        CAUSEWAY_TRY(auto minute, m_collector.minute(window.end));
        if (minute) {
            v1::QueryEdgesResponse rest;
            setTime(*rest.mutable_end(), endOf(window.end));
            rest.set_covered_seconds(minute->coveredSeconds);
            rest.AppendToString(&minute->edges);
            return std::move(minute->edges);
        }
    }
    CAUSEWAY_TRY(const auto response, sum(request));
    return response.SerializeAsString();
}

Result<v1::QueryEdgesResponse> EdgeQueries::sum(const v1::QueryEdgesRequest& request) const {
    CAUSEWAY_TRY(const auto window, windowOf(request, m_collector.publishedUntil()));
    CAUSEWAY_TRY(auto steps, m_collector.ask({.select = {},
                                              .from = window.start,
                                              .to = window.end,
                                              .step = window.seconds,
                                              .bySeries = true}));
    v1::QueryEdgesResponse response;
    setTime(*response.mutable_end(), endOf(window.end));
    for (SumStep& step : steps) {
        response.set_covered_seconds(std::min(step.coveredSeconds, window.seconds));
        for (const auto* each : step.byLabels())
            if (!readLabels(each->first, *response.add_edges()))
                response.mutable_edges()->RemoveLast();
            else
                fillCounts(each->second, *response.mutable_edges(response.edges_size() - 1));
    }
    return response;
}

Result<v1::QueryEdgeSeriesResponse>
EdgeQueries::series(const v1::QueryEdgeSeriesRequest& request) const {
    CAUSEWAY_TRY(const auto range, rangeOf(request, m_collector.publishedUntil()));
    CAUSEWAY_TRY(const auto steps, m_collector.ask({.select = selectionOf(request.select()),
                                                    .from = range.start,
                                                    .to = range.end,
                                                    .step = range.step,
                                                    .bySeries = false}));
    v1::QueryEdgeSeriesResponse response;
    for (const SumStep& step : steps) {
        v1::SeriesPoint& point = *response.add_points();
        setTime(*point.mutable_end(), range.endOfStep(step.index));
        point.set_covered_seconds(step.coveredSeconds);
        fillLabels(request.select(), *point.mutable_sum());
        for (const auto& [labels, counts] : step.series)
            fillCounts(counts, *point.mutable_sum());
    }
    return response;
}

EdgeQueries::Cursor EdgeQueries::follow(std::uint32_t backlogSeconds) const {
    auto backlog = m_collector.backlog(std::min<Second>(backlogSeconds, kMaxBacklog));
    return {.pieces = {std::make_move_iterator(backlog.pieces.begin()),
                       std::make_move_iterator(backlog.pieces.end())},
            .next = backlog.next};
}

bool EdgeQueries::next(Cursor& cursor, v1::EdgeTick& tick) const {
    if (cursor.pieces.empty())
        for (Collector::Piece& piece : m_collector.ticksFrom(cursor.next))
            cursor.pieces.push_back(std::move(piece));
    if (cursor.pieces.empty())
        return false;
    const Collector::Piece& piece = cursor.pieces.front();
    for (const EdgeBytes& bytes : piece.edges)
        if (!tick.MergeFromString(*bytes))
            tick.clear_edges();
    setTime(*tick.mutable_end(), endOf(piece.start + piece.length));
    tick.set_duration_ms(static_cast<std::uint32_t>(piece.length * 1000));
    tick.set_proxies_reporting(piece.proxies);
    cursor.pieces.pop_front();
    return true;
}

} // namespace causeway::control
