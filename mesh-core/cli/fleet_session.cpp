// SPDX-License-Identifier: Apache-2.0
#include "cli/fleet_session.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::cli {

Result<FleetSession> FleetSession::open(const Options& options, const Clock& clock) {
    if (options.fleet.empty())
        return fail(ErrorKind::InvalidInput,
                    "which fleet? name its file with --fleet FILE or in CAUSEWAY_FLEET");
    FleetSession session;
    CAUSEWAY_TRY(session.m_file, client::readFleetFile(options.fleet));
    CAUSEWAY_TRY(session.m_credentials, client::readCredentials(session.m_file, clock));
    for (const auto& cluster : session.m_file.clusters)
        session.m_clients.push_back(std::make_unique<client::ClusterClient>(
            session.m_file, cluster, session.m_credentials, options.timeout));
    return session;
}

Result<const client::ClusterClient*> FleetSession::cluster(const std::string& name) const {
    if (name.empty() && m_clients.size() == 1)
        return m_clients.front().get();
    const auto at =
        std::ranges::find(m_clients, name, [](const auto& client) { return client->name(); });
    if (at != m_clients.end())
        return at->get();
    std::string names;
    for (const auto& client : m_clients)
        names += (names.empty() ? "" : ", ") + client->name();
    return fail(ErrorKind::InvalidInput,
                name.empty()
                    ? fmt::format("which cluster? name one with --cluster: {}", names)
                    : fmt::format("--cluster: found \"{}\"; expected one of {}", name, names));
}

} // namespace causeway::cli
