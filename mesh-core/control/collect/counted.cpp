// SPDX-License-Identifier: Apache-2.0
#include "control/collect/counted.h"

namespace causeway::control {

bool Counted::add(const ProcessKey& process, std::uint64_t sequence, MonotonicTime now) {
    const auto [known, isNew] = m_processes.try_emplace(process);
    Progress& progress = known->second;
    // A proxy sends its oldest unacknowledged report first: what came before was counted in an
    // earlier life of this control plane, or given up.
    if (isNew && sequence > 0)
        progress.floor = sequence - 1;
    progress.heard = now;
    if (sequence <= progress.floor || !progress.above.insert(sequence).second)
        return false;
    auto& above = progress.above;
    // A hole that is still open after a whole window was given up by the proxy.
    if (above.size() > kWindow)
        progress.floor = *above.begin() - 1;
    while (!above.empty() && *above.begin() == progress.floor + 1) {
        ++progress.floor;
        above.erase(above.begin());
    }
    m_changed.insert(process);
    return true;
}

void Counted::restore(const ProcessKey& process, Progress progress) {
    m_processes[process] = std::move(progress);
}

std::vector<std::pair<ProcessKey, Counted::Progress>> Counted::takeChanged() {
    std::vector<std::pair<ProcessKey, Progress>> changed;
    for (const ProcessKey& process : m_changed)
        if (const auto found = m_processes.find(process); found != m_processes.end())
            changed.emplace_back(process, found->second);
    m_changed.clear();
    return changed;
}

void Counted::markChanged(const std::vector<std::pair<ProcessKey, Progress>>& processes) {
    for (const auto& [process, progress] : processes)
        m_changed.insert(process);
}

std::vector<ProcessKey> Counted::forgetSilent(MonotonicTime before) {
    std::vector<ProcessKey> forgotten;
    std::erase_if(m_processes, [&](const auto& entry) {
        if (entry.second.heard >= before)
            return false;
        forgotten.push_back(entry.first);
        return true;
    });
    return forgotten;
}

} // namespace causeway::control
