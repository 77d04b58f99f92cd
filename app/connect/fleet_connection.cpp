// SPDX-License-Identifier: GPL-3.0-or-later
#include "connect/fleet_connection.h"

#include <QRandomGenerator>

namespace causeway::app::connect {

using namespace domain;

FleetConnection::FleetConnection(const PluginHost& host, QString location, const Clock& clock,
                                 QObject* parent)
    : QObject(parent), m_host(host), m_location(std::move(location)), m_clock(clock),
      m_backoff(QRandomGenerator::global()->generate64()) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &FleetConnection::readFleet);
}

FleetConnection::~FleetConnection() = default;

void FleetConnection::start() {
    Q_EMIT fleetStateChanged(m_state);
    readFleet();
}

void FleetConnection::readFleet() {
    const auto found = m_host.connectorFor(m_location);
    if (!found) {
        fleetArrived(tl::unexpected(found.error()));
        return;
    }
    m_connector = found->connector;
    m_reading.start([connector = m_connector, location = m_location](
                        std::stop_token) { return connector->readFleet(location); },
                    [this](const Result<Fleet>& fleet) { fleetArrived(fleet); });
}

void FleetConnection::fleetArrived(const Result<Fleet>& fleet) {
    SourceState state;
    if (!fleet) {
        const Milliseconds wait = m_backoff.next();
        state.condition = SourceCondition::Failed;
        state.reason = QString::fromStdString(fleet.error().describe());
        state.error = fleet.error().kind();
        state.retryAt = std::chrono::floor<Milliseconds>(m_clock.wallNow()) + wait;
        m_retry.start(wait);
        setState(std::move(state));
        return;
    }
    state.condition = fleet->clusters.empty() ? SourceCondition::Empty : SourceCondition::Live;
    setState(std::move(state));
    Q_EMIT fleetRead(*fleet);
    for (const Cluster& cluster : fleet->clusters)
        addSession(cluster);
}

void FleetConnection::addSession(const Cluster& cluster) {
    const QString& name = cluster.name;
    auto session = std::make_unique<Session>(
        cluster,
        [connector = m_connector, location = m_location, name, &clock = m_clock] {
            return connector->openCluster(location, name, clock);
        },
        m_clock);
    connect(session.get(), &Session::updated, this,
            [this, name](const sdk::Updates& updates) { Q_EMIT updated(name, updates); });
    connect(session.get(), &Session::stateChanged, this,
            [this, name](const SourceState& state) { Q_EMIT sourceChanged(name, state); });
    Session& added = *session;
    m_sessions.insert_or_assign(name, std::move(session));
    added.start();
}

void FleetConnection::retryNow() {
    if (m_retry.isActive()) {
        m_retry.stop();
        readFleet();
    }
    for (const auto& [name, session] : m_sessions)
        session->retryNow();
}

Session* FleetConnection::session(const QString& cluster) const {
    const auto found = m_sessions.find(cluster);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

void FleetConnection::setState(SourceState state) {
    m_state = std::move(state);
    Q_EMIT fleetStateChanged(m_state);
}

} // namespace causeway::app::connect
