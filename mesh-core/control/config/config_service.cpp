// SPDX-License-Identifier: Apache-2.0
#include "control/config/config_service.h"

#include "control/config/compiler.h"
#include "control/config/config_stream.h"
#include "control/peer.h"

#include <algorithm>

namespace causeway::control {

namespace {

using namespace std::chrono_literals;

// A restart of many is many changes: one world in that time, and half of one core at the most.
constexpr Duration kBetweenWorlds = 50ms;

} // namespace

ConfigService::ConfigService(Objects& objects, Presence& presence, EventLog& events,
                             rules::TrustBundle trust)
    : m_objects(objects), m_presence(presence), m_events(events) {
    trustChanged(std::move(trust));
    std::ignore = build();
    m_teller = std::thread([this] { tellChanges(); });
}

ConfigService::~ConfigService() {
    stop();
}

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
    const std::lock_guard lock(m_worldMutex);
    m_changed = true;
    m_news.notify_one();
}

void ConfigService::trustChanged(rules::TrustBundle trust) {
    m_presence.setTrust(versionOf(trust));
    const std::lock_guard lock(m_worldMutex);
    m_trust = std::move(trust);
    m_changed = true;
    m_news.notify_one();
}

Subscriptions::News ConfigService::build() {
    SharedWorld before;
    World fresh;
    {
        const std::lock_guard lock(m_worldMutex);
        m_changed = false; // what changes from here on is another world
        before = m_world;
        fresh.trust = m_trust;
    }
    fresh.objects = m_objects.current();
    fresh.ready = m_presence.ready();
    const bool isSettled =
        before && before->objects == fresh.objects && before->trust == fresh.trust;
    if (isSettled)
        fresh.settled = before->settled;
    const std::lock_guard lock(m_worldMutex);
    m_world = std::make_shared<const World>(std::move(fresh));
    return isSettled ? Subscriptions::News::Readiness : Subscriptions::News::All;
}

void ConfigService::tellChanges() {
    for (;;) {
        {
            std::unique_lock lock(m_worldMutex);
            m_news.wait(lock, [this] { return m_changed || m_stopping; });
            if (m_stopping)
                return;
        }
        const auto start = std::chrono::steady_clock::now();
        const Subscriptions::News news = build();
        {
            const std::lock_guard lock(m_streamsMutex);
            for (ConfigStream* stream : m_streams)
                stream->worldChanged(news);
        }
        const auto took = std::chrono::steady_clock::now() - start;
        std::unique_lock lock(m_worldMutex);
        m_news.wait_for(lock, std::max<Duration>(kBetweenWorlds, took),
                        [this] { return m_stopping; });
    }
}

void ConfigService::stop() {
    {
        const std::lock_guard lock(m_worldMutex);
        m_stopping = true;
        m_news.notify_one();
    }
    if (m_teller.joinable())
        m_teller.join();
    const std::lock_guard lock(m_streamsMutex);
    for (ConfigStream* stream : m_streams)
        stream->end({::grpc::StatusCode::UNAVAILABLE, "the control plane is stopping"});
}

} // namespace causeway::control
