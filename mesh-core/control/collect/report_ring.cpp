// SPDX-License-Identifier: Apache-2.0
#include "control/collect/report_ring.h"

#include <algorithm>
#include <functional>
#include <set>

namespace causeway::control {

void ReportRing::add(Second second, std::string_view proxy, EdgeBytes edges) {
    m_bytes += edges->size();
    m_entries.push_back({.second = second,
                         .proxy = std::hash<std::string_view>()(proxy),
                         .edges = std::move(edges),
                         .published = false});
    while (m_bytes > kMaxBytes)
        dropOldest();
}

std::vector<SecondOfEdges> ReportRing::range(Second from, Second to) const {
    Entries entries;
    for (const Entry& entry : m_entries)
        if (entry.published && entry.second >= from && entry.second < to)
            entries.push_back(&entry);
    return collect(std::move(entries));
}

std::vector<SecondOfEdges> ReportRing::publish(Second until) {
    Entries entries;
    for (Entry& entry : m_entries) {
        if (entry.published || entry.second >= until)
            continue;
        entry.published = true;
        entries.push_back(&entry);
    }
    return collect(std::move(entries));
}

void ReportRing::trim(Second now) {
    // A late report sits behind younger ones and goes when its neighbours do.
    while (!m_entries.empty() && m_entries.front().second < now - kSeconds)
        dropOldest();
    m_completeFrom = std::max(m_completeFrom, now - kSeconds);
}

std::vector<SecondOfEdges> ReportRing::collect(Entries entries) {
    std::ranges::stable_sort(entries, {}, &Entry::second);
    std::vector<SecondOfEdges> seconds;
    std::set<std::size_t> proxies;
    for (const Entry* entry : entries) {
        if (seconds.empty() || seconds.back().second != entry->second) {
            seconds.push_back({.second = entry->second, .edges = {}, .proxies = 0});
            proxies.clear();
        }
        SecondOfEdges& current = seconds.back();
        current.edges.push_back(entry->edges);
        proxies.insert(entry->proxy);
        current.proxies = static_cast<std::uint32_t>(proxies.size());
    }
    return seconds;
}

void ReportRing::dropOldest() {
    const Entry& oldest = m_entries.front();
    m_bytes -= oldest.edges->size();
    m_completeFrom = std::max(m_completeFrom, oldest.second + 1);
    m_entries.pop_front();
}

} // namespace causeway::control
