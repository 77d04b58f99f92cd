// SPDX-License-Identifier: Apache-2.0
// Objects by the names that people give them, in the clusters that they mean. For the commands of
// objects.h only.
#pragma once

#include "cli/objects.h"
#include "cli/output.h"

namespace causeway::cli {

// One for each API group that has this kind, since a name does not say which.
[[nodiscard]] Result<std::vector<ObjectRef>> refsOf(const ObjectName& object);

// The object as it was at that revision, in whichever group it was.
[[nodiscard]] Result<client::StoredObject>
objectAt(const client::ClusterClient& client, const ObjectName& object, std::uint64_t revision);

// Asks every cluster, or only that one. InvalidInput when there is none of that name.
template <typename Ask>
[[nodiscard]] auto gatherFrom(const FleetSession& session, const std::string& cluster, Ask ask)
    -> Result<
        Gathered<typename std::invoke_result_t<Ask, const client::ClusterClient&>::value_type>> {
    using T = typename std::invoke_result_t<Ask, const client::ClusterClient&>::value_type;
    if (cluster.empty())
        return sortOut(session.gather(ask));
    CAUSEWAY_TRY(const auto* client, session.cluster(cluster));
    Answers<T> answers;
    answers.push_back({client->name(), ask(*client)});
    return sortOut(std::move(answers));
}

} // namespace causeway::cli
