// SPDX-License-Identifier: GPL-3.0-or-later
// What the clusters told, on disk: every tick, every event and what there was, for hours, so that
// the console opens on a fleet that is away and can show what happened before one looked. One
// SQLite file per fleet, bounded in time and in bytes. Owned by the Store, on the GUI thread;
// writes in batches.
#pragma once

#include "base/result.h"
#include "domain/event.h"
#include "sdk/updates.h"
#include "store/object_log.h"
#include "store/probe_log.h"

#include <QSqlDatabase>

#include <map>
#include <memory>
#include <vector>

namespace causeway::app::store {

struct RecorderLimits {
    domain::Milliseconds age = std::chrono::hours(24);
    qint64 bytes = 256 * 1024 * 1024;
};

struct RecordedTick {
    QString cluster;
    sdk::EdgeTick tick;
};

// What a cluster's gateways probed in a few seconds.
struct RecordedProbes {
    QString cluster;
    domain::Instant end{};
    ProbeLog::Samples probes;
};

class FlightRecorder {
public:
    // Creates the file and its folder when there is none. A file of another format, or a damaged
    // one, is an error and is left as it is.
    [[nodiscard]] static Result<std::unique_ptr<FlightRecorder>> open(const QString& path,
                                                                      RecorderLimits limits = {});
    ~FlightRecorder();
    FlightRecorder(const FlightRecorder&) = delete;
    FlightRecorder& operator=(const FlightRecorder&) = delete;

    // Kept in memory until flush(). What is already on disk is not written again.
    void record(const QString& cluster, const sdk::EdgeTick& tick);
    void record(const domain::Event& event);
    // The inventory's part of the updates, as of `at`.
    void record(const QString& cluster, const sdk::Updates& updates, domain::Instant at);
    // All that is pending or, on an error, nothing of it; then drops what is beyond the limits.
    [[nodiscard]] Status flush();
    [[nodiscard]] QString file() const;

    // Ascending by time; without what was probed.
    [[nodiscard]] Result<std::vector<RecordedTick>> ticks(const domain::TimeRange& range) const;
    [[nodiscard]] Result<std::vector<domain::Event>> events(const domain::TimeRange& range) const;
    // Summed over the ticks of a flush, and of its newest one's end.
    [[nodiscard]] Result<std::vector<RecordedProbes>> probes(const domain::TimeRange& range) const;

    // Of every cluster, all that was there at some time in the range.
    [[nodiscard]] Result<std::vector<ObjectSpan>> objects(const domain::TimeRange& range) const;

private:
    FlightRecorder(QSqlDatabase database, RecorderLimits limits);

    [[nodiscard]] Status readEdges();
    [[nodiscard]] Result<qint64> edgeId(const domain::EdgeKey& key);
    [[nodiscard]] Status write(const RecordedTick& recorded);
    [[nodiscard]] Status write(const domain::Event& event);
    [[nodiscard]] Status writeProbes();
    [[nodiscard]] Status writePending();
    [[nodiscard]] Status drop();
    [[nodiscard]] Status dropOldest();
    [[nodiscard]] Result<qint64> usedBytes() const;
    [[nodiscard]] Result<sdk::EdgeTick> readSamples(sdk::EdgeTick tick,
                                                    const QByteArray& samples) const;

    QSqlDatabase m_database;
    RecorderLimits m_limits;
    std::map<domain::EdgeKey, qint64> m_edgeIds;
    std::map<qint64, domain::EdgeKey> m_edges;
    ObjectLog m_objects;
    std::vector<RecordedTick> m_pendingTicks;
    std::vector<domain::Event> m_pendingEvents;
    domain::Instant m_newest{};
};

} // namespace causeway::app::store
