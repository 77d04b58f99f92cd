// SPDX-License-Identifier: Apache-2.0
#include "control/admin/inventory_feed.h"

#include "control/wire_time.h"

#include <google/protobuf/util/message_differencer.h>

namespace causeway::control {

namespace {

using google::protobuf::util::MessageDifferencer;

v1::Event toMessage(const Event& event) {
    static_assert(v1::Event::INFO == static_cast<int>(Severity::Info) + 1);
    static_assert(v1::Event::ERROR == static_cast<int>(Severity::Error) + 1);
    v1::Event message;
    message.set_id(event.id);
    setTime(*message.mutable_at(), event.at);
    message.set_severity(static_cast<v1::Event::Severity>(static_cast<int>(event.severity) + 1));
    message.set_kind(event.kind);
    message.set_subject(event.subject);
    message.set_message(event.message);
    return message;
}

// Takes over the figures of `known`, so that they are no difference. A proxy that begins to drain
// is one.
void keepFigures(v1::InventoryUpdate& fresh, const v1::InventoryUpdate& known) {
    if (!fresh.has_proxy() || !known.proxy().has_stats()
        || fresh.proxy().connected() != known.proxy().connected()
        || fresh.proxy().stats().draining() != known.proxy().stats().draining())
        return;
    *fresh.mutable_proxy()->mutable_stats() = known.proxy().stats();
    *fresh.mutable_proxy()->mutable_last_seen() = known.proxy().last_seen();
}

} // namespace

bool InventoryFeed::keepStats() {
    const MonotonicTime now = m_clock.now();
    if (now < m_lastStats + kStatsEvery)
        return true;
    m_lastStats = now;
    return false;
}

bool InventoryFeed::refresh() {
    const MonotonicTime start = m_clock.now();
    if (start < m_notBefore)
        return false;
    const bool hasGrown = look();
    m_notBefore = start + kOneIn * (m_clock.now() - start);
    return hasGrown;
}

bool InventoryFeed::look() {
    Inventory::Items fresh = m_inventory.items();
    const bool keep = keepStats();
    const std::lock_guard lock(m_mutex);
    const std::uint64_t before = m_end;
    for (auto& [name, item] : fresh) {
        const auto known = m_items.find(name);
        if (known != m_items.end() && keep)
            keepFigures(item, known->second);
        if (known == m_items.end() || !MessageDifferencer::Equals(item, known->second))
            append(item);
    }
    for (const auto& [name, item] : m_items) {
        if (fresh.contains(name))
            continue;
        v1::InventoryUpdate removed;
        removed.mutable_removed()->set_kind(name.first);
        removed.mutable_removed()->set_name(name.second);
        append(std::move(removed));
    }
    m_items = std::move(fresh);
    return m_end != before;
}

void InventoryFeed::add(const Event& event) {
    v1::InventoryUpdate update;
    *update.mutable_event() = toMessage(event);
    const std::lock_guard lock(m_mutex);
    append(std::move(update));
}

void InventoryFeed::append(v1::InventoryUpdate update) {
    m_log.push_back(std::move(update));
    ++m_end;
    if (m_log.size() > kLog)
        m_log.pop_front();
}

bool InventoryFeed::next(Cursor& cursor, v1::InventoryUpdate& update) const {
    const std::lock_guard lock(m_mutex);
    if (!cursor.next || *cursor.next < m_end - m_log.size()) {
        cursor.next = m_end;
        writeSnapshot(*update.mutable_snapshot());
        return true;
    }
    if (*cursor.next == m_end)
        return false;
    update = m_log[*cursor.next - (m_end - m_log.size())];
    ++*cursor.next;
    return true;
}

void InventoryFeed::writeSnapshot(v1::InventorySnapshot& snapshot) const {
    *snapshot.mutable_cluster() = m_inventory.cluster();
    for (const auto& [name, item] : m_items) {
        if (item.has_service())
            *snapshot.add_services() = item.service();
        if (item.has_proxy())
            *snapshot.add_proxies() = item.proxy();
        if (item.has_certificate())
            *snapshot.add_certificates() = item.certificate();
        if (item.has_link())
            *snapshot.add_links() = item.link();
    }
    for (const Event& event : m_events.newest())
        *snapshot.add_events() = toMessage(event);
}

} // namespace causeway::control
