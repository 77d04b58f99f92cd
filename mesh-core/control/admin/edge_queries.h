// SPDX-License-Identifier: Apache-2.0
// Answers about edges over time: the sum of a window, a series, and what a watcher is to see next.
// Reads the collector; any thread.
#pragma once

#include "causeway/v1/admin.pb.h"
#include "control/collect/collector.h"

namespace causeway::control {

class EdgeQueries {
public:
    static constexpr Second kMaxBacklog = 900;

    explicit EdgeQueries(const Collector& collector) : m_collector(collector) {}

    // InvalidInput for a window or a series that is too long.
    [[nodiscard]] Result<v1::QueryEdgesResponse> sum(const v1::QueryEdgesRequest& request) const;
    // The same as it travels. Quick for the newest minute, which is kept added up: a response of
    // tens of thousands of messages would take longer to make than to send.
    [[nodiscard]] Result<std::string> serializedSum(const v1::QueryEdgesRequest& request) const;
    [[nodiscard]] Result<v1::QueryEdgeSeriesResponse>
    series(const v1::QueryEdgeSeriesRequest& request) const;

    // What a watcher still has to see of the past, and where it goes on.
    struct Cursor {
        std::deque<Collector::Piece> pieces;
        std::uint64_t next = 0;
    };
    [[nodiscard]] Cursor follow(std::uint32_t backlogSeconds) const;
    // False when there is nothing new.
    [[nodiscard]] bool next(Cursor& cursor, v1::EdgeTick& tick) const;

private:
    const Collector& m_collector;
};

} // namespace causeway::control
