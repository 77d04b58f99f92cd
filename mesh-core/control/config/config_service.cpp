// SPDX-License-Identifier: Apache-2.0
#include "control/config/config_service.h"

#include "control/config/compiler.h"
#include "control/config/config_stream.h"
#include "control/peer.h"

namespace causeway::control {

ConfigService::ConfigService(Objects& objects, Presence& presence, EventLog& events,
                             rules::TrustBundle trust)
    : m_objects(objects), m_presence(presence), m_events(events) {
    trustChanged(std::move(trust));
}

ConfigService::~ConfigService() = default;

::grpc::ServerBidiReactor<v1::ConfigRequest, v1::ConfigUpdate>*
ConfigService::Stream(::grpc::CallbackServerContext* context) {
    auto* stream = new ConfigStream(*this, peerIdentity(*context), peerAddress(*context));
    {
        const std::lock_guard lock(m_streamsMutex);
        m_streams.insert(stream);
    }
    stream->start();
    return stream;
}

void ConfigService::remove(ConfigStream* stream) {
    const std::lock_guard lock(m_streamsMutex);
    m_streams.erase(stream);
}

SharedWorld ConfigService::world() const {
    const std::lock_guard lock(m_worldMutex);
    return m_world;
}

void ConfigService::worldChanged() {
    {
        const std::lock_guard build(m_buildMutex);
        auto world = std::make_shared<const World>(
            World{.objects = m_objects.current(), .ready = m_presence.ready(), .trust = m_trust});
        const std::lock_guard lock(m_worldMutex);
        m_world = std::move(world);
    }
    const std::lock_guard lock(m_streamsMutex);
    for (ConfigStream* stream : m_streams)
        stream->worldChanged();
}

void ConfigService::trustChanged(rules::TrustBundle trust) {
    {
        const std::lock_guard build(m_buildMutex);
        m_presence.setTrust(versionOf(trust));
        m_trust = std::move(trust);
    }
    worldChanged();
}

void ConfigService::stop() {
    const std::lock_guard lock(m_streamsMutex);
    for (ConfigStream* stream : m_streams)
        stream->end({::grpc::StatusCode::UNAVAILABLE, "the control plane is stopping"});
}

} // namespace causeway::control
