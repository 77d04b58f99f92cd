// SPDX-License-Identifier: Apache-2.0
#include "control/config/subscriptions.h"

#include <algorithm>

namespace causeway::control {

void Subscriptions::hold(const rules::Held& held) {
    m_held[held.name] = held.version;
}

void Subscriptions::subscribe(const rules::ResourceName& name) {
    Entry& entry = m_entries[name];
    entry = {};
    if (const auto held = m_held.extract(name))
        entry.version = held.mapped();
}

void Subscriptions::unsubscribe(const rules::ResourceName& name) {
    m_entries.erase(name);
}

std::optional<std::string> Subscriptions::confirmedTrust(std::uint64_t sequence) const {
    const auto trust = m_entries.find({.kind = rules::ResourceName::Kind::TrustBundle, .name = ""});
    if (trust == m_entries.end() || sequence == 0 || trust->second.lastSequence != sequence)
        return std::nullopt;
    return trust->second.version;
}

std::optional<rules::ResourceName> Subscriptions::refuse(std::uint64_t sequence) {
    for (auto& [name, entry] : m_entries) {
        if (entry.lastSequence != sequence || sequence == 0)
            continue;
        if (entry.lastWasDelta) {
            entry.base.reset();
            entry.version.reset();
            entry.due = true;
        }
        return name;
    }
    return std::nullopt;
}

void Subscriptions::worldChanged(News news) {
    for (auto& [name, entry] : m_entries)
        if (news == News::All || name.kind == rules::ResourceName::Kind::Endpoints)
            entry.due = true;
}

std::optional<rules::ConfigUpdate> Subscriptions::next(const World& world) {
    for (auto& [name, entry] : m_entries) {
        if (!entry.due)
            continue;
        entry.due = false;
        SharedCompiled compiled = compile(world, m_subscriber, name);
        if (entry.answered && entry.version == compiled->version)
            continue;
        return update(name, entry, std::move(compiled));
    }
    return std::nullopt;
}

rules::ConfigUpdate Subscriptions::update(const rules::ResourceName& name, Entry& entry,
                                          SharedCompiled compiled) {
    rules::ConfigUpdate update{.sequence = ++m_sequence,
                               .name = name,
                               .version = compiled->version,
                               .checksum = compiled->checksum,
                               .payload = rules::Unchanged()};
    const bool unchanged = entry.version == compiled->version;
    entry.version = compiled->version;
    entry.answered = true;
    entry.lastSequence = update.sequence;
    entry.lastWasDelta = false;
    const auto* resource = std::get_if<rules::Resource>(&compiled->content);
    if (!resource) {
        entry.base.reset();
        update.payload = std::get<rules::Absent>(compiled->content);
        return update;
    }
    const auto* endpoints = std::get_if<balance::Endpoints>(resource);
    if (!unchanged && endpoints && entry.base) {
        update.payload = difference(
            std::get<balance::Endpoints>(std::get<rules::Resource>(entry.base->content)),
            *endpoints);
        entry.lastWasDelta = true;
    } else if (!unchanged) {
        update.payload = *resource;
    }
    if (endpoints)
        entry.base = std::move(compiled);
    return update;
}

balance::EndpointsDelta difference(const balance::Endpoints& before,
                                   const balance::Endpoints& after) {
    balance::EndpointsDelta delta;
    auto old = before.endpoints.begin();
    auto fresh = after.endpoints.begin();
    while (old != before.endpoints.end() || fresh != after.endpoints.end()) {
        if (fresh == after.endpoints.end()
            || (old != before.endpoints.end() && old->address < fresh->address)) {
            delta.remove.push_back((old++)->address);
        } else if (old == before.endpoints.end() || fresh->address < old->address) {
            delta.add.push_back(*fresh++);
        } else {
            if (*old != *fresh)
                delta.add.push_back(*fresh);
            ++old;
            ++fresh;
        }
    }
    return delta;
}

} // namespace causeway::control
