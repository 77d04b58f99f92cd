// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/past.h"

#include "store/flight_recorder.h"

namespace causeway::app::store {

using namespace domain;

Result<std::shared_ptr<const Past>> Past::read(const QString& file, const TimeRange& range,
                                               const std::stop_token& stop) {
    CAUSEWAY_TRY(const auto recorder, FlightRecorder::open(file));
    std::shared_ptr<Past> past(new Past(range));
    // A minute at a time: a hand that drags the cursor on must not wait for what it left.
    for (Instant begin = range.begin; begin < range.end; begin += std::chrono::minutes(1)) {
        if (stop.stop_requested())
            return fail(ErrorKind::Unavailable, "reading the recording was given up");
        const Instant end = std::min<Instant>(begin + std::chrono::minutes(1), range.end);
        CAUSEWAY_TRY(const auto ticks, recorder->ticks({begin, end}));
        for (const RecordedTick& recorded : ticks)
            past->m_history.append(recorded.cluster, recorded.tick);
    }
    CAUSEWAY_TRY(const auto probes, recorder->probes(range));
    for (const RecordedProbes& recorded : probes)
        past->m_probes.append(recorded.cluster, recorded.end, recorded.probes);
    CAUSEWAY_TRY(past->m_objects, recorder->objects(range));
    return past;
}

Inventory Past::inventoryAt(Instant at) const {
    std::map<QString, sdk::Updates> byCluster;
    for (const ObjectSpan& span : m_objects) {
        if (!span.at(at))
            continue;
        sdk::Updates& updates = byCluster[span.cluster];
        std::visit(
            [&](const auto& object) {
                if constexpr (std::is_same_v<std::decay_t<decltype(object)>, Cluster>)
                    updates.snapshot.emplace().cluster = object;
                else
                    updates.changes.emplace_back(object);
            },
            span.object);
    }
    Inventory inventory;
    for (const auto& [cluster, updates] : byCluster)
        inventory.apply(cluster, updates);
    return inventory;
}

} // namespace causeway::app::store
