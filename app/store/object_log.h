// SPDX-License-Identifier: GPL-3.0-or-later
// What there was and when: every cluster, service, proxy, certificate and link with the span in
// which it was so, one row each in the flight recorder's file. Figures that tick (memory, last
// seen) are no change and are left out. Owned by the FlightRecorder, on its thread.
#pragma once

#include "base/result.h"
#include "domain/fleet.h"
#include "domain/inventory.h"
#include "sdk/updates.h"

#include <QSqlDatabase>

#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace causeway::app::store {

using LoggedObject = std::variant<domain::Cluster, domain::Service, domain::Proxy,
                                  domain::Certificate, domain::Link>;

struct ObjectSpan {
    QString cluster;
    LoggedObject object;
    domain::Instant since{};
    std::optional<domain::Instant> until; // nullopt: as far as was ever seen
    [[nodiscard]] bool at(domain::Instant instant) const {
        return since <= instant && (!until || instant < *until);
    }
};

class ObjectLog {
public:
    static constexpr const char* kSchema =
        "CREATE TABLE object (cluster TEXT NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, "
        "since INTEGER NOT NULL, until INTEGER, value BLOB NOT NULL, "
        "PRIMARY KEY (cluster, kind, name, since)) WITHOUT ROWID";

    // Learns what is still open in the file. `database` is open and has the table.
    [[nodiscard]] Status open(const QSqlDatabase& database);
    // Kept in memory until write(). `at` is when the cluster told it.
    void record(const QString& cluster, const sdk::Updates& updates, domain::Instant at);
    [[nodiscard]] bool pending() const { return !m_pending.empty(); }
    // Inside the caller's transaction.
    [[nodiscard]] Status write(const QSqlDatabase& database);
    [[nodiscard]] static Result<std::vector<ObjectSpan>> read(const QSqlDatabase& database,
                                                              const domain::TimeRange& range);

private:
    struct Key {
        QString cluster;
        int kind = 0; // index in LoggedObject
        QString name;
        bool operator==(const Key&) const = default;
        friend bool operator<(const Key& a, const Key& b) {
            return std::tie(a.cluster, a.kind, a.name) < std::tie(b.cluster, b.kind, b.name);
        }
    };
    struct Change {
        Key key;
        domain::Instant at{};
        std::optional<QByteArray> value; // nullopt: it went
    };

    void put(const QString& cluster, const LoggedObject& object, domain::Instant at,
             std::set<Key>* seen = nullptr);
    void close(const Key& key, domain::Instant at);
    void recordSnapshot(const QString& cluster, const sdk::Snapshot& snapshot, domain::Instant at);

    std::map<Key, QByteArray> m_open;
    std::vector<Change> m_pending;
};

} // namespace causeway::app::store
