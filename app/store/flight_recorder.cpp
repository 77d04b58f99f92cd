// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/flight_recorder.h"

#include "store/packed_probe.h"
#include "store/packed_sample.h"
#include "store/sql.h"

#include <QDataStream>
#include <QDir>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <array>

namespace causeway::app::store {

namespace {

using namespace domain;

constexpr int kFormat = 3;

const std::array kSchema = {
    "CREATE TABLE edge (id INTEGER PRIMARY KEY, source TEXT NOT NULL, destination TEXT NOT NULL, "
    "protocol INTEGER NOT NULL, tls INTEGER NOT NULL, link TEXT NOT NULL)",
    "CREATE TABLE tick (end INTEGER NOT NULL, cluster TEXT NOT NULL, duration INTEGER NOT NULL, "
    "reporting INTEGER NOT NULL, expected INTEGER NOT NULL, samples BLOB NOT NULL, "
    "PRIMARY KEY (end, cluster)) WITHOUT ROWID",
    "CREATE TABLE event (at INTEGER NOT NULL, id TEXT NOT NULL, cluster TEXT NOT NULL, "
    "severity INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL, "
    "PRIMARY KEY (at, cluster, id)) WITHOUT ROWID",
};

// Since format 3.
constexpr const char* kProbeSchema =
    "CREATE TABLE probe (end INTEGER NOT NULL, cluster TEXT NOT NULL, samples BLOB NOT NULL, "
    "PRIMARY KEY (end, cluster)) WITHOUT ROWID";

tl::unexpected<Error> failed(const char* doing, const QSqlError& error) {
    return fail(ErrorKind::Io, std::string(doing) + ": " + error.text().toStdString());
}

// Makes the tables of an empty file; refuses a file that is not ours.
Status prepare(const QSqlDatabase& database, const QString& path) {
    CAUSEWAY_TRY(const qint64 format, number(database, "PRAGMA user_version"));
    CAUSEWAY_TRY(const qint64 tables, number(database, "SELECT count(*) FROM sqlite_master"));
    if (format == kFormat)
        return {};
    if (format == 1 || format == 2) {
        if (format == 1) // knew no inventory
            CAUSEWAY_CHECK(run(database, ObjectLog::kSchema));
        CAUSEWAY_CHECK(run(database, kProbeSchema));
        CAUSEWAY_CHECK(run(database, "PRAGMA user_version = 3"));
        return {};
    }
    if (format != 0 || tables != 0)
        return fail(ErrorKind::InvalidInput, path.toStdString() + ": recording of format "
                                                 + std::to_string(format) + "; this console reads "
                                                 + std::to_string(kFormat)
                                                 + ". Move the file away to start a new one");
    CAUSEWAY_CHECK(run(database, "PRAGMA auto_vacuum = FULL"));
    CAUSEWAY_CHECK(run(database, "PRAGMA journal_mode = WAL"));
    for (const char* statement : kSchema)
        CAUSEWAY_CHECK(run(database, statement));
    CAUSEWAY_CHECK(run(database, ObjectLog::kSchema));
    CAUSEWAY_CHECK(run(database, kProbeSchema));
    CAUSEWAY_CHECK(run(database, "PRAGMA user_version = 3"));
    return {};
}

} // namespace

Result<std::unique_ptr<FlightRecorder>> FlightRecorder::open(const QString& path,
                                                             RecorderLimits limits) {
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return fail(ErrorKind::Io, QFileInfo(path).absolutePath().toStdString()
                                       + ": cannot be created; recordings need a folder there");
    std::unique_ptr<FlightRecorder> recorder(new FlightRecorder(
        QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"),
                                  QUuid::createUuid().toString(QUuid::WithoutBraces)),
        limits));
    QSqlDatabase& database = recorder->m_database;
    database.setDatabaseName(path);
    if (!database.open())
        return failed(qPrintable(path), database.lastError());
    CAUSEWAY_CHECK(prepare(database, path));
    // A lost second after a power cut is fine; a stall of the GUI at every flush is not.
    CAUSEWAY_CHECK(run(database, "PRAGMA synchronous = OFF"));
    CAUSEWAY_CHECK(recorder->readEdges());
    CAUSEWAY_CHECK(recorder->m_objects.open(database));
    return recorder;
}

FlightRecorder::FlightRecorder(QSqlDatabase database, RecorderLimits limits)
    : m_database(std::move(database)), m_limits(limits) {}

FlightRecorder::~FlightRecorder() {
    if (m_database.isOpen())
        (void)flush(); // nobody is left to be told
    const QString connection = m_database.connectionName();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(connection);
}

void FlightRecorder::record(const QString& cluster, const sdk::EdgeTick& tick) {
    m_newest = std::max(m_newest, tick.end);
    m_pendingTicks.push_back({cluster, tick});
}

void FlightRecorder::record(const Event& event) {
    m_pendingEvents.push_back(event);
}

void FlightRecorder::record(const QString& cluster, const sdk::Updates& updates, Instant at) {
    m_objects.record(cluster, updates, at);
}

QString FlightRecorder::file() const {
    return m_database.databaseName();
}

Status FlightRecorder::flush() {
    if (m_pendingTicks.empty() && m_pendingEvents.empty() && !m_objects.pending())
        return {};
    if (!m_database.transaction())
        return failed("flight recorder", m_database.lastError());
    Status written = writePending();
    if (written && !m_database.commit())
        written = failed("flight recorder", m_database.lastError());
    if (!written) {
        m_database.rollback();
        // Ids that were given out in the transaction are gone with it.
        CAUSEWAY_CHECK(readEdges());
        return written;
    }
    m_pendingTicks.clear();
    m_pendingEvents.clear();
    return drop();
}

Status FlightRecorder::writePending() {
    for (const RecordedTick& recorded : m_pendingTicks)
        CAUSEWAY_CHECK(write(recorded));
    CAUSEWAY_CHECK(writeProbes());
    for (const Event& event : m_pendingEvents)
        CAUSEWAY_CHECK(write(event));
    return m_objects.write(m_database);
}

Status FlightRecorder::write(const RecordedTick& recorded) {
    QByteArray samples;
    QDataStream stream(&samples, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    for (const sdk::EdgeSample& sample : recorded.tick.samples) {
        CAUSEWAY_TRY(const qint64 id, edgeId(sample.key));
        stream << id << quint8(sample.side) << pack(sample.counted);
    }
    const sdk::EdgeTick& tick = recorded.tick;
    CAUSEWAY_CHECK(run(m_database, "INSERT OR IGNORE INTO tick VALUES (?, ?, ?, ?, ?, ?)",
                       {epochMs(tick.end), recorded.cluster, qint64(tick.duration.count()),
                        tick.proxiesReporting, tick.proxiesExpected, samples}));
    return {};
}

// One row a cluster: a second's probes are few, and a row for each would cost more than they do.
Status FlightRecorder::writeProbes() {
    std::map<QString, std::pair<Instant, ProbeLog>> byCluster;
    for (const auto& [cluster, tick] : m_pendingTicks) {
        auto& [end, log] = byCluster[cluster];
        end = std::max(end, tick.end);
        log.append(cluster, tick.end, {tick.probes.begin(), tick.probes.end()});
    }
    for (const auto& [cluster, told] : byCluster) {
        const auto probes = told.second.over({Instant::min(), Instant::max()});
        if (!probes.empty())
            CAUSEWAY_CHECK(run(m_database, "INSERT OR IGNORE INTO probe VALUES (?, ?, ?)",
                               {epochMs(told.first), cluster, pack(probes)}));
    }
    return {};
}

Status FlightRecorder::write(const Event& event) {
    CAUSEWAY_CHECK(run(m_database, "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
                       {epochMs(event.at), event.id, event.cluster, int(event.severity), event.kind,
                        event.subject, event.message}));
    return {};
}

Result<qint64> FlightRecorder::edgeId(const EdgeKey& key) {
    if (const auto known = m_edgeIds.find(key); known != m_edgeIds.end())
        return known->second;
    CAUSEWAY_TRY(const QSqlQuery query,
                 run(m_database, "INSERT INTO edge VALUES (NULL, ?, ?, ?, ?, ?)",
                     {key.source.qualifiedName(), key.destination.qualifiedName(),
                      int(key.protocol), int(key.tls), key.link.name()}));
    const qint64 id = query.lastInsertId().toLongLong();
    m_edgeIds.emplace(key, id);
    m_edges.emplace(id, key);
    return id;
}

Status FlightRecorder::readEdges() {
    m_edgeIds.clear();
    m_edges.clear();
    CAUSEWAY_TRY(QSqlQuery query,
                 run(m_database, "SELECT id, source, destination, protocol, tls, link FROM edge"));
    while (query.next()) {
        const EdgeKey key{Ref::parse(query.value(1).toString()),
                          Ref::parse(query.value(2).toString()), Protocol(query.value(3).toInt()),
                          Tls(query.value(4).toInt()), LinkRef::parse(query.value(5).toString())};
        m_edgeIds.emplace(key, query.value(0).toLongLong());
        m_edges.emplace(query.value(0).toLongLong(), key);
    }
    return {};
}

Result<std::vector<RecordedTick>> FlightRecorder::ticks(const TimeRange& range) const {
    CAUSEWAY_TRY(QSqlQuery query,
                 run(m_database,
                     "SELECT end, cluster, duration, reporting, expected, samples FROM tick "
                     "WHERE end > ? AND end <= ? ORDER BY end",
                     {epochMs(range.begin), epochMs(range.end)}));
    std::vector<RecordedTick> ticks;
    while (query.next()) {
        sdk::EdgeTick tick{instantOf(query.value(0).toLongLong()),
                           Milliseconds(query.value(2).toLongLong()),
                           {},
                           query.value(3).toInt(),
                           query.value(4).toInt()};
        CAUSEWAY_TRY(tick, readSamples(std::move(tick), query.value(5).toByteArray()));
        ticks.push_back({query.value(1).toString(), std::move(tick)});
    }
    return ticks;
}

Result<sdk::EdgeTick> FlightRecorder::readSamples(sdk::EdgeTick tick,
                                                  const QByteArray& samples) const {
    QDataStream stream(samples);
    stream.setVersion(QDataStream::Qt_6_4);
    while (!stream.atEnd()) {
        qint64 id = 0;
        quint8 side = 0;
        QByteArray packed;
        stream >> id >> side >> packed;
        const auto key = m_edges.find(id);
        if (stream.status() != QDataStream::Ok || key == m_edges.end())
            return fail(ErrorKind::InvalidInput, "a recorded tick is damaged");
        CAUSEWAY_TRY(SideStats counted, unpack(packed));
        tick.samples.push_back({key->second, sdk::Side(side), std::move(counted)});
    }
    return tick;
}

Result<std::vector<RecordedProbes>> FlightRecorder::probes(const TimeRange& range) const {
    CAUSEWAY_TRY(QSqlQuery query, run(m_database,
                                      "SELECT end, cluster, samples FROM probe "
                                      "WHERE end > ? AND end <= ? ORDER BY end",
                                      {epochMs(range.begin), epochMs(range.end)}));
    std::vector<RecordedProbes> recorded;
    while (query.next()) {
        CAUSEWAY_TRY(auto probes, unpackProbes(query.value(2).toByteArray()));
        recorded.push_back({query.value(1).toString(), instantOf(query.value(0).toLongLong()),
                            std::move(probes)});
    }
    return recorded;
}

Result<std::vector<ObjectSpan>> FlightRecorder::objects(const TimeRange& range) const {
    return ObjectLog::read(m_database, range);
}

Result<std::vector<Event>> FlightRecorder::events(const TimeRange& range) const {
    CAUSEWAY_TRY(QSqlQuery query,
                 run(m_database,
                     "SELECT at, id, cluster, severity, kind, subject, message FROM event "
                     "WHERE at > ? AND at <= ? ORDER BY at",
                     {epochMs(range.begin), epochMs(range.end)}));
    std::vector<Event> events;
    while (query.next())
        events.push_back({query.value(1).toString(), query.value(2).toString(),
                          instantOf(query.value(0).toLongLong()), Severity(query.value(3).toInt()),
                          query.value(4).toString(), query.value(5).toString(),
                          query.value(6).toString()});
    return events;
}

Status FlightRecorder::drop() {
    const qint64 limit = epochMs(m_newest - m_limits.age);
    CAUSEWAY_CHECK(run(m_database, "DELETE FROM tick WHERE end <= ?", {limit}));
    CAUSEWAY_CHECK(run(m_database, "DELETE FROM probe WHERE end <= ?", {limit}));
    CAUSEWAY_CHECK(run(m_database, "DELETE FROM event WHERE at <= ?", {limit}));
    CAUSEWAY_CHECK(run(m_database, "DELETE FROM object WHERE until <= ?", {limit}));
    return dropOldest();
}

// A tenth of the time at once until it fits, so that this stays rare.
Status FlightRecorder::dropOldest() {
    while (true) {
        CAUSEWAY_TRY(const qint64 used, usedBytes());
        CAUSEWAY_TRY(const qint64 ticks, number(m_database, "SELECT count(*) FROM tick"));
        if (used <= m_limits.bytes || ticks == 0)
            return {};
        CAUSEWAY_TRY(const qint64 oldest, number(m_database, "SELECT min(end) FROM tick"));
        const qint64 dropTo = oldest + (epochMs(m_newest) - oldest) / 10;
        CAUSEWAY_CHECK(run(m_database, "DELETE FROM tick WHERE end <= ?", {dropTo}));
        CAUSEWAY_CHECK(run(m_database, "DELETE FROM probe WHERE end <= ?", {dropTo}));
    }
}

Result<qint64> FlightRecorder::usedBytes() const {
    CAUSEWAY_TRY(const qint64 pages, number(m_database, "PRAGMA page_count"));
    CAUSEWAY_TRY(const qint64 free, number(m_database, "PRAGMA freelist_count"));
    CAUSEWAY_TRY(const qint64 size, number(m_database, "PRAGMA page_size"));
    return (pages - free) * size;
}

} // namespace causeway::app::store
