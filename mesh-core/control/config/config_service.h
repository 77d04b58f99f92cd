// SPDX-License-Identifier: Apache-2.0
// The Config service: a stream per proxy, all fed from one immutable world. Owned by the control
// plane, outlives its server. Any thread. A change of the world wakes every stream, each of which
// writes at its own pace.
#pragma once

#include "causeway/v1/config.grpc.pb.h"
#include "control/config/world.h"
#include "control/events.h"

#include <set>

namespace causeway::control {

class ConfigStream;

class ConfigService final : public v1::Config::CallbackService {
public:
    ConfigService(Objects& objects, Presence& presence, EventLog& events, rules::TrustBundle trust);
    ~ConfigService() override;

    ::grpc::ServerBidiReactor<v1::ConfigRequest, v1::ConfigUpdate>*
    Stream(::grpc::CallbackServerContext* context) override;

    // Objects or readiness changed.
    void worldChanged();
    void trustChanged(rules::TrustBundle trust);
    // Ends every stream: proxies come back elsewhere, or later.
    void stop();

    [[nodiscard]] SharedWorld world() const;
    [[nodiscard]] Presence& presence() { return m_presence; }
    [[nodiscard]] EventLog& events() { return m_events; }

private:
    friend class ConfigStream;
    void remove(ConfigStream* stream);

    Objects& m_objects;
    Presence& m_presence;
    EventLog& m_events;
    std::mutex m_buildMutex; // a world is built from what is newest
    rules::TrustBundle m_trust;
    mutable std::mutex m_worldMutex; // taken last
    SharedWorld m_world;
    std::mutex m_streamsMutex; // taken before a stream's own
    std::set<ConfigStream*> m_streams;
};

} // namespace causeway::control
