// SPDX-License-Identifier: Apache-2.0
#include "control/admin/edge_queries.h"

#include "control/admin/query_window.h"
#include "control/collect/sample_sums.h"

#include <algorithm>

namespace causeway::control {

namespace {

bool selects(const v1::EdgeSelector& select, const v1::EdgeSample& sample) {
    const auto fits = [](const std::string& wanted, const std::string& found) {
        return wanted.empty() || wanted == found;
    };
    return (select.vantage() == v1::VANTAGE_UNSPECIFIED
            || select.vantage() == sample.key().vantage())
           && fits(select.source_workload(), sample.source_workload())
           && fits(select.destination_service(), sample.key().destination_service())
           && fits(select.destination_cluster(), sample.key().destination_cluster())
           && fits(select.link(), sample.key().link());
}

// The sum of a step as a point, made while pieces come in ascending order.
class SeriesBuilder {
public:
    SeriesBuilder(const v1::EdgeSelector& select, const QueryRange& range)
        : m_select(select), m_range(range) {}

    void add(const Collector::Piece& piece) {
        const Second index = (piece.start - m_range.start) / m_range.step;
        if (m_points.empty() || index != m_index) {
            m_index = index;
            begin(*m_points.Add());
        }
        v1::SeriesPoint& point = m_points[m_points.size() - 1];
        point.set_covered_seconds(point.covered_seconds() + piece.coveredSeconds);
        for (const EdgeBytes& bytes : piece.edges) {
            v1::EdgeTick tick;
            if (!tick.ParseFromString(*bytes))
                continue;
            for (const v1::EdgeSample& sample : tick.edges())
                if (selects(m_select, sample))
                    addCounters(*point.mutable_sum(), sample);
        }
    }
    [[nodiscard]] google::protobuf::RepeatedPtrField<v1::SeriesPoint> take() {
        return std::move(m_points);
    }

private:
    void begin(v1::SeriesPoint& point) const {
        setTime(*point.mutable_end(), m_range.endOfStep(m_index));
        v1::EdgeKey& key = *point.mutable_sum()->mutable_key();
        key.set_vantage(m_select.vantage());
        key.set_destination_service(m_select.destination_service());
        key.set_destination_cluster(m_select.destination_cluster());
        key.set_link(m_select.link());
        point.mutable_sum()->set_source_workload(m_select.source_workload());
    }

    const v1::EdgeSelector& m_select;
    const QueryRange& m_range;
    Second m_index = 0;
    google::protobuf::RepeatedPtrField<v1::SeriesPoint> m_points;
};

} // namespace

Result<v1::QueryEdgesResponse> EdgeQueries::sum(const v1::QueryEdgesRequest& request) const {
    CAUSEWAY_TRY(const auto window, windowOf(request, m_collector.publishedUntil()));
    SampleSums sums;
    std::uint32_t covered = 0;
    CAUSEWAY_CHECK(m_collector.visit(window.start, window.end, [&](const Collector::Piece& piece) {
        covered += piece.coveredSeconds;
        for (const EdgeBytes& bytes : piece.edges)
            sums.addSerialized(*bytes);
    }));
    v1::QueryEdgesResponse response;
    *response.mutable_edges() = sums.take();
    setTime(*response.mutable_end(), endOf(window.end));
    response.set_covered_seconds(std::min(covered, window.seconds));
    return response;
}

Result<v1::QueryEdgeSeriesResponse>
EdgeQueries::series(const v1::QueryEdgeSeriesRequest& request) const {
    CAUSEWAY_TRY(const auto range, rangeOf(request, m_collector.publishedUntil()));
    SeriesBuilder builder(request.select(), range);
    CAUSEWAY_CHECK(
        m_collector.visit(
        range.start, range.end, [&](const Collector::Piece& piece) { builder.add(piece); }));
    v1::QueryEdgeSeriesResponse response;
    *response.mutable_points() = builder.take();
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
