// SPDX-License-Identifier: Apache-2.0
#include "control/admin/edge_queries.h"

#include "control/collect/sample_sums.h"
#include "control/wire_time.h"

#include <algorithm>

namespace causeway::control {

namespace {

WallTime endOf(Second second) {
    return WallTime(std::chrono::seconds(second));
}

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
    SeriesBuilder(const v1::EdgeSelector& select, Second start, Second step)
        : m_select(select), m_start(start), m_step(step) {}

    void add(const Collector::Piece& piece) {
        const Second index = (piece.start - m_start) / m_step;
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
        setTime(*point.mutable_end(), endOf(m_start + (m_index + 1) * m_step));
        v1::EdgeKey& key = *point.mutable_sum()->mutable_key();
        key.set_vantage(m_select.vantage());
        key.set_destination_service(m_select.destination_service());
        key.set_destination_cluster(m_select.destination_cluster());
        key.set_link(m_select.link());
        point.mutable_sum()->set_source_workload(m_select.source_workload());
    }

    const v1::EdgeSelector& m_select;
    Second m_start;
    Second m_step;
    Second m_index = 0;
    google::protobuf::RepeatedPtrField<v1::SeriesPoint> m_points;
};

} // namespace

Result<v1::QueryEdgesResponse> EdgeQueries::sum(const v1::QueryEdgesRequest& request) const {
    const std::uint32_t window =
        request.window_seconds() == 0 ? kDefaultWindow : request.window_seconds();
    if (window > kMaxWindow)
        return fail(ErrorKind::InvalidInput,
                    "window_seconds: found " + std::to_string(window) + "; expected at most "
                        + std::to_string(kMaxWindow) + " (ask for a series of longer times)");
    const Second end = m_collector.publishedUntil() - Second(request.ended_seconds_ago());
    SampleSums sums;
    std::uint32_t covered = 0;
    CAUSEWAY_CHECK(m_collector.visit(end - window, end, [&](const Collector::Piece& piece) {
        covered += piece.coveredSeconds;
        for (const EdgeBytes& bytes : piece.edges)
            sums.addSerialized(*bytes);
    }));
    v1::QueryEdgesResponse response;
    *response.mutable_edges() = sums.take();
    setTime(*response.mutable_end(), endOf(end));
    response.set_covered_seconds(std::min(covered, window));
    return response;
}

Result<v1::QueryEdgeSeriesResponse>
EdgeQueries::series(const v1::QueryEdgeSeriesRequest& request) const {
    const Second step = std::max<Second>(request.step_seconds(), 1);
    const Second start = request.start().seconds();
    const Second end = std::min(request.end().seconds(), m_collector.publishedUntil());
    if (start < 0 || request.end().seconds() < start)
        return fail(ErrorKind::InvalidInput, "start and end: found an end before the start");
    if ((request.end().seconds() - start) / step > kMaxPoints)
        return fail(ErrorKind::InvalidInput,
                    "step_seconds: found " + std::to_string(step) + ", which gives more than "
                        + std::to_string(kMaxPoints) + " points; expected a longer step");
    SeriesBuilder builder(request.select(), start, step);
    CAUSEWAY_CHECK(
        m_collector.visit(start, end, [&](const Collector::Piece& piece) { builder.add(piece); }));
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
