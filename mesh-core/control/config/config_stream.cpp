// SPDX-License-Identifier: Apache-2.0
#include "control/config/config_stream.h"

#include "base/log.h"
#include "control/config/config_service.h"
#include "control/peer.h"
#include "control/proxy_admission.h"
#include "convert/convert.h"

namespace causeway::control {

ConfigStream::ConfigStream(ConfigService& service, std::optional<tls::SpiffeId> peer,
                           std::string address)
    : m_service(service), m_peer(std::move(peer)), m_address(std::move(address)) {}

void ConfigStream::start() {
    StartRead(&m_request);
}

void ConfigStream::OnReadDone(bool ok) {
    if (!ok)
        return end(::grpc::Status::OK);
    const auto request = convert::fromProto(m_request);
    if (!request)
        return end(statusOf(request.error()));
    if (const auto handled = handle(*request); !handled) {
        log::warn("config stream of {}: {}", m_address, handled.error().describe());
        return end(statusOf(handled.error()));
    }
    StartRead(&m_request);
}

Status ConfigStream::handle(const rules::ConfigRequest& request) {
    if (const auto* hello = std::get_if<rules::Hello>(&request))
        return greet(*hello);
    if (const auto* nack = std::get_if<rules::Nack>(&request)) {
        refuse(*nack);
        return {};
    }
    const std::lock_guard lock(m_mutex);
    if (!m_subscriptions)
        return fail(ErrorKind::Protocol, "the first message has to be Hello");
    if (const auto* ack = std::get_if<rules::Ack>(&request)) {
        m_service.presence().configAcked(m_presence, ack->sequence);
        if (const auto trust = m_subscriptions->confirmedTrust(ack->sequence))
            m_service.presence().trustConfirmed(m_presence, *trust);
    }
    if (const auto* subscribe = std::get_if<rules::Subscribe>(&request))
        m_subscriptions->subscribe(subscribe->name);
    if (const auto* unsubscribe = std::get_if<rules::Unsubscribe>(&request))
        m_subscriptions->unsubscribe(unsubscribe->name);
    pump();
    return {};
}

Status ConfigStream::greet(const rules::Hello& hello) {
    CAUSEWAY_CHECK(admitProxy(hello.proxy, m_peer, m_service.world()->objects->set()));
    {
        const std::lock_guard lock(m_mutex);
        if (m_subscriptions)
            return fail(ErrorKind::Protocol, "Hello came twice");
        m_subscriptions.emplace(hello.proxy);
        for (const rules::Held& held : hello.held)
            m_subscriptions->hold(held);
        for (const rules::ResourceName& name : hello.subscribe)
            m_subscriptions->subscribe(name);
    }
    // Without the lock: the news of this proxy comes back to this stream, too.
    const auto presence = m_service.presence().connect(hello.proxy, m_address);
    m_service.events().add(Severity::Info, "proxy.connected", hello.proxy.instance,
                           "connected from " + m_address + ", version " + hello.proxy.version);
    // The first answer is of a world that has this proxy in it: of now, or of the next.
    const bool isKnown = m_service.world()->ready.contains(proxyKey(hello.proxy));
    {
        const std::lock_guard lock(m_mutex);
        m_presence = presence;
        if (isKnown)
            pump();
    }
    if (!isKnown)
        m_service.worldChanged();
    return {};
}

void ConfigStream::refuse(const rules::Nack& nack) {
    std::optional<rules::ResourceName> name;
    std::string instance;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_subscriptions)
            return;
        instance = m_subscriptions->subscriber().instance;
        name = m_subscriptions->refuse(nack.sequence);
        m_service.presence().configRefused(m_presence, nack.error);
        pump();
    }
    m_service.events().add(Severity::Error, "config.rejected", instance,
                           (name ? name->describe() : "an older update") + ": " + nack.error);
}

void ConfigStream::worldChanged(Subscriptions::News news) {
    const std::lock_guard lock(m_mutex);
    if (!m_subscriptions)
        return;
    m_subscriptions->worldChanged(news);
    pump();
}

void ConfigStream::pump() {
    if (m_writing || m_ended || !m_subscriptions || m_presence == 0)
        return;
    const auto update = m_subscriptions->next(*m_service.world());
    if (!update)
        return;
    m_update = convert::toProto(*update);
    m_writing = true;
    m_service.presence().configSent(m_presence, update->sequence);
    StartWrite(&m_update);
}

void ConfigStream::OnWriteDone(bool ok) {
    if (!ok)
        return end(::grpc::Status::CANCELLED);
    const std::lock_guard lock(m_mutex);
    m_writing = false;
    pump();
}

void ConfigStream::OnCancel() {
    end(::grpc::Status::CANCELLED);
}

void ConfigStream::end(const ::grpc::Status& status) {
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_ended, true))
            return;
    }
    leave();
    Finish(status);
}

void ConfigStream::leave() {
    Presence::StreamId presence = 0;
    std::string instance;
    {
        const std::lock_guard lock(m_mutex);
        presence = std::exchange(m_presence, 0);
        if (m_subscriptions)
            instance = m_subscriptions->subscriber().instance;
    }
    if (presence == 0)
        return;
    m_service.events().add(Severity::Info, "proxy.disconnected", instance,
                           "its Config stream from " + m_address + " ended");
    m_service.presence().disconnect(presence);
}

void ConfigStream::OnDone() {
    leave();
    m_service.remove(this);
    delete this;
}

} // namespace causeway::control
