// SPDX-License-Identifier: Apache-2.0
// The Config service: a stream per proxy, all fed from one immutable world. Owned by the control
// plane, outlives its server. Any thread. A thread of its own builds a new world when something has
// changed, once for changes that come close behind each other, and wakes every stream with it, each
// of which writes at its own pace.
#pragma once

#include "causeway/v1/config.grpc.pb.h"
#include "control/config/subscriptions.h"
#include "control/events.h"

#include <condition_variable>
#include <set>
#include <thread>

namespace causeway::control {

class ConfigStream;

class ConfigService final : public v1::Config::CallbackService {
public:
    ConfigService(Objects& objects, Presence& presence, EventLog& events, rules::TrustBundle trust);
    ~ConfigService() override;

    ::grpc::ServerBidiReactor<v1::ConfigRequest, v1::ConfigUpdate>*
    Stream(::grpc::CallbackServerContext* context) override;

    // Objects or readiness changed; streams hear of it soon.
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
    [[nodiscard]] Subscriptions::News build(); // the world of now
    void tellChanges();                        // on m_teller, until stop()

    Objects& m_objects;
    Presence& m_presence;
    EventLog& m_events;
    mutable std::mutex m_worldMutex; // taken last
    std::condition_variable m_news;
    rules::TrustBundle m_trust;
    SharedWorld m_world;
    bool m_changed = false;
    bool m_stopping = false;
    std::mutex m_streamsMutex; // taken before a stream's own
    std::set<ConfigStream*> m_streams;
    std::thread m_teller; // last: uses all of the above
};

} // namespace causeway::control
