// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/object_log.h"

#include "store/packed_object.h"
#include "store/sql.h"

namespace causeway::app::store {

using namespace domain;

namespace {

// As sdk::RemovedKind counts them, after the cluster itself.
int kindOf(sdk::RemovedKind removed) {
    return int(removed) + 1;
}
static_assert(std::is_same_v<std::variant_alternative_t<1, LoggedObject>, Service>
              && int(sdk::RemovedKind::Service) == 0 && int(sdk::RemovedKind::Link) == 3);

} // namespace

Status ObjectLog::open(const QSqlDatabase& database) {
    CAUSEWAY_TRY(
        QSqlQuery query,
        run(database, "SELECT cluster, kind, name, value FROM object WHERE until IS NULL"));
    while (query.next())
        m_open[{query.value(0).toString(), query.value(1).toInt(), query.value(2).toString()}] =
            query.value(3).toByteArray();
    return {};
}

void ObjectLog::record(const QString& cluster, const sdk::Updates& updates, Instant at) {
    if (updates.snapshot)
        recordSnapshot(cluster, *updates.snapshot, at);
    for (const sdk::Change& change : updates.changes) {
        if (const auto* service = std::get_if<Service>(&change))
            put(cluster, *service, at);
        else if (const auto* proxy = std::get_if<Proxy>(&change))
            put(cluster, *proxy, at);
        else if (const auto* certificate = std::get_if<Certificate>(&change))
            put(cluster, *certificate, at);
        else if (const auto* link = std::get_if<Link>(&change))
            put(cluster, *link, at);
        else if (const auto* removed = std::get_if<sdk::Removed>(&change))
            close({cluster, kindOf(removed->kind), removed->name}, at);
    }
}

void ObjectLog::recordSnapshot(const QString& cluster, const sdk::Snapshot& snapshot, Instant at) {
    std::set<Key> seen;
    put(cluster, snapshot.cluster, at, &seen);
    for (const Service& service : snapshot.services)
        put(cluster, service, at, &seen);
    for (const Proxy& proxy : snapshot.proxies)
        put(cluster, proxy, at, &seen);
    for (const Certificate& certificate : snapshot.certificates)
        put(cluster, certificate, at, &seen);
    for (const Link& link : snapshot.links)
        put(cluster, link, at, &seen);
    std::vector<Key> gone;
    for (auto it = m_open.lower_bound({cluster, 0, {}});
         it != m_open.end() && it->first.cluster == cluster; ++it)
        if (!seen.contains(it->first))
            gone.push_back(it->first);
    for (const Key& key : gone)
        close(key, at);
}

void ObjectLog::put(const QString& cluster, const LoggedObject& object, Instant at,
                    std::set<Key>* seen) {
    const Key key{cluster, int(object.index()), nameOf(object)};
    if (seen != nullptr)
        seen->insert(key);
    QByteArray value = packObject(object);
    const auto [entry, fresh] = m_open.try_emplace(key, value);
    if (!fresh && entry->second == value)
        return;
    entry->second = value;
    m_pending.push_back({key, at, std::move(value)});
}

void ObjectLog::close(const Key& key, Instant at) {
    if (m_open.erase(key) > 0)
        m_pending.push_back({key, at, std::nullopt});
}

Status ObjectLog::write(const QSqlDatabase& database) {
    for (const Change& change : m_pending) {
        const QVariantList key{change.key.cluster, change.key.kind, change.key.name};
        CAUSEWAY_CHECK(run(database,
                           "UPDATE object SET until = ? WHERE cluster = ? AND kind = ? AND "
                           "name = ? AND until IS NULL",
                           QVariantList{epochMs(change.at)} + key));
        if (change.value)
            CAUSEWAY_CHECK(run(database,
                               "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, NULL, ?)",
                               key + QVariantList{epochMs(change.at), *change.value}));
    }
    m_pending.clear();
    return {};
}

Result<std::vector<ObjectSpan>> ObjectLog::read(const QSqlDatabase& database,
                                                const TimeRange& range) {
    CAUSEWAY_TRY(QSqlQuery query,
                 run(database,
                     "SELECT cluster, kind, value, since, until FROM object WHERE since <= ? AND "
                     "(until IS NULL OR until > ?)",
                     {epochMs(range.end), epochMs(range.begin)}));
    std::vector<ObjectSpan> spans;
    while (query.next()) {
        CAUSEWAY_TRY(LoggedObject object,
                     unpackObject(query.value(1).toInt(), query.value(2).toByteArray()));
        ObjectSpan span{query.value(0).toString(), std::move(object),
                        instantOf(query.value(3).toLongLong()), std::nullopt};
        if (!query.isNull(4))
            span.until = instantOf(query.value(4).toLongLong());
        spans.push_back(std::move(span));
    }
    return spans;
}

} // namespace causeway::app::store
