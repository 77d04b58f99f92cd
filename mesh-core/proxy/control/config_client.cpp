// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/config_client.h"

#include "base/log.h"
#include "convert/convert.h"
#include "grpc/framing.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kMethod = "/causeway.v1.Config/Stream";
constexpr std::size_t kMaxWanted = 4096; // an application may make names up
using Kind = rules::ResourceName::Kind;

} // namespace

ConfigClient::ConfigClient(const ProxyInstance& self, Hooks hooks)
    : m_self(self), m_hooks(std::move(hooks)),
      m_wanted{{Kind::ProxySettings, ""}, {Kind::TrustBundle, ""}} {
    if (self.mode == ProxyMode::Gateway)
        m_wanted.insert({Kind::GatewayExports, ""});
}

void ConfigClient::begin(grpc::Channel& channel) {
    auto started = channel.start(kMethod, *this);
    if (!started)
        return log::warn("opening the Config stream: {}", started.error().describe());
    m_channel = &channel;
    m_call = *started;
    rules::Hello hello{m_self, {}, {m_wanted.begin(), m_wanted.end()}};
    for (const auto& [name, entry] : m_held)
        hello.held.push_back({name, entry.version});
    send(hello);
}

void ConfigClient::want(const rules::ResourceName& name) {
    if (m_wanted.size() >= kMaxWanted && !m_wanted.contains(name))
        return m_hooks.publish(name, rules::Absent{"this proxy is asked for too many names"});
    if (m_wanted.insert(name).second) {
        send(rules::Subscribe{name});
        return;
    }
    // Known already: a worker that asks again gets what is held.
    if (const auto held = m_held.find(name); held != m_held.end())
        if (auto piece = compile(held->second.resource))
            m_hooks.publish(name, std::move(*piece));
}

void ConfigClient::giveUp(const rules::ResourceName& name) {
    if (m_wanted.erase(name) == 0)
        return;
    if (m_held.erase(name) > 0)
        m_hooks.changed();
    send(rules::Unsubscribe{name});
}

void ConfigClient::send(const rules::ConfigRequest& request) {
    if (!m_channel)
        return;
    const std::string bytes = convert::toProto(request).SerializeAsString();
    m_channel->send(m_call, bytesOf(bytes));
    m_hooks.flush();
}

void ConfigClient::onMessage(grpc::CallId, ByteView message) {
    v1::ConfigUpdate update;
    if (!update.ParseFromArray(message.data(), static_cast<int>(message.size())))
        return log::warn("the control plane sent a ConfigUpdate that does not parse");
    const std::uint64_t sequence = update.sequence();
    auto plain = convert::fromProto(update);
    const Status applied =
        plain ? apply(std::move(*plain)) : tl::unexpected(std::move(plain).error());
    if (applied)
        return send(rules::Ack{sequence});
    ++m_rejected;
    log::warn("configuration update {} refused: {}", sequence, applied.error().describe());
    send(rules::Nack{sequence, applied.error().describe()});
}

Status ConfigClient::apply(rules::ConfigUpdate update) {
    // What was given up may have been under way: nobody would be told when it changes.
    if (std::holds_alternative<rules::Unchanged>(update.payload)
        || !m_wanted.contains(update.name))
        return {};
    if (auto* absent = std::get_if<rules::Absent>(&update.payload)) {
        m_held.erase(update.name);
        m_hooks.publish(update.name, std::move(*absent));
        m_hooks.changed();
        return {};
    }
    if (auto* delta = std::get_if<balance::EndpointsDelta>(&update.payload)) {
        const auto held = m_held.find(update.name);
        auto* endpoints = held == m_held.end()
                              ? nullptr
                              : std::get_if<balance::Endpoints>(&held->second.resource);
        if (!endpoints)
            return fail(ErrorKind::Conflict,
                        update.name.describe() + ": a delta of what is not held");
        balance::Endpoints changed = *endpoints;
        balance::apply(changed, *delta);
        return accept(update, std::move(changed));
    }
    rules::Resource resource = std::move(std::get<rules::Resource>(update.payload));
    return accept(update, std::move(resource));
}

Status ConfigClient::accept(const rules::ConfigUpdate& update, rules::Resource resource) {
    if (convert::checksum(resource) != update.checksum)
        return fail(ErrorKind::Conflict, update.name.describe() + ": the checksum does not fit");
    if (const auto* bundle = std::get_if<rules::TrustBundle>(&resource)) {
        m_hooks.trust(*bundle);
    } else {
        auto piece = compile(resource);
        if (!piece)
            return tl::unexpected(std::move(piece).error().context(update.name.describe()));
        m_hooks.publish(update.name, std::move(*piece));
    }
    m_held.insert_or_assign(update.name, Entry{update.version, std::move(resource)});
    m_hooks.changed();
    return {};
}

void ConfigClient::onStatus(grpc::CallId, const grpc::Status& status) {
    m_channel = nullptr;
    m_hooks.stopped(status);
}

// Framed as on the wire: one whole update a resource.
std::string ConfigClient::serialize() const {
    Buffer framed;
    for (const auto& [name, entry] : m_held) {
        const rules::ConfigUpdate update{0, name, entry.version, convert::checksum(entry.resource),
                                         entry.resource};
        const std::string bytes = convert::toProto(update).SerializeAsString();
        grpc::appendMessage(framed, bytesOf(bytes));
    }
    return std::string(textOf(framed.view()));
}

void ConfigClient::restore(std::string_view bytes) {
    grpc::MessageReader reader;
    reader.append(bytesOf(bytes));
    while (true) {
        auto framed = reader.next();
        if (framed && !*framed)
            return;
        v1::ConfigUpdate message;
        if (!framed
            || !message.ParseFromArray((*framed)->data(), static_cast<int>((*framed)->size())))
            return log::warn("the kept configuration is damaged; what is left of it is not used");
        auto update = convert::fromProto(message);
        const rules::ResourceName name = update ? update->name : rules::ResourceName{};
        const bool isNew = update && m_wanted.insert(name).second;
        const Status applied =
            update ? apply(std::move(*update)) : tl::unexpected(std::move(update).error());
        if (applied)
            continue;
        if (isNew)
            m_wanted.erase(name);
        log::warn("kept configuration: {}", applied.error().describe());
    }
}

} // namespace causeway::proxy
