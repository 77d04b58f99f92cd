// SPDX-License-Identifier: GPL-3.0-or-later
// The whole fleet: reads where its clusters are, again and again until that works, and keeps one
// session for each. Says everything by signals with the cluster's name; the composition root leads
// them to the store. On the GUI thread; reading happens in the background.
#pragma once

#include "connect/plugin_host.h"
#include "connect/session.h"
#include "jobs/job.h"

#include <map>
#include <memory>

namespace causeway::app::connect {

class FleetConnection final : public QObject {
    Q_OBJECT
public:
    // The host and the clock outlive this. Nothing happens before start().
    FleetConnection(const PluginHost& host, QString location, const Clock& clock,
                    QObject* parent = nullptr);
    ~FleetConnection() override;

    void start();
    // Every wait for a next attempt ends now.
    void retryNow();
    // How it stands with the fleet file itself; Live once it has been read.
    [[nodiscard]] const domain::SourceState& fleetState() const { return m_state; }
    // Null until the fleet was read, and for a cluster that is not in it.
    [[nodiscard]] Session* session(const QString& cluster) const;

Q_SIGNALS:
    void fleetRead(const causeway::app::domain::Fleet& fleet);
    void fleetStateChanged(const causeway::app::domain::SourceState& state);
    void updated(const QString& cluster, const causeway::app::sdk::Updates& updates);
    void sourceChanged(const QString& cluster, const causeway::app::domain::SourceState& state);

private:
    void readFleet();
    void fleetArrived(const Result<domain::Fleet>& fleet);
    void addSession(const domain::Cluster& cluster);
    void setState(domain::SourceState state);

    const PluginHost& m_host;
    QString m_location;
    const Clock& m_clock;
    sdk::Connector* m_connector = nullptr;
    domain::SourceState m_state;
    std::map<QString, std::unique_ptr<Session>> m_sessions;
    Backoff m_backoff;
    QTimer m_retry{this};
    jobs::Job m_reading;
};

} // namespace causeway::app::connect
