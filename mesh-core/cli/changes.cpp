// SPDX-License-Identifier: Apache-2.0
#include "cli/changes.h"

#include "cli/files.h"
#include "cli/format.h"
#include "cli/object_refs.h"
#include "cli/output.h"
#include "tls/spiffe_id.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::cli {
namespace {

using client::ChangeSet;
using client::ClusterClient;
using tls::personOf;

struct ClusterChanges {
    std::string cluster;
    std::vector<ChangeSet> changes;
};

Cell stateCell(const ChangeSet& change) {
    return change.open ? Cell{"▲ " + change.state, Tone::Warning} : Cell{change.state};
}

std::string summaryOf(const ChangeSet& change) {
    std::string text;
    for (const auto& object : change.objects)
        if (object.result != "unchanged")
            text += (text.empty() ? "" : ", ") + object.object.describe() + " " + object.result;
    return text.empty() ? "nothing" : text;
}

Json jsonOf(const ChangeSet& change, const std::string& cluster) {
    Json json{{"cluster", cluster},
              {"id", change.id},
              {"state", change.state},
              {"open", change.open},
              {"author", change.author},
              {"reason", jsonText(change.reason)},
              {"proposed", jsonTime(change.proposed)},
              {"reviewer", jsonText(change.reviewer)},
              {"comment", jsonText(change.comment)},
              {"decided", change.decided ? jsonTime(*change.decided) : Json()},
              {"objects", Json::array()}};
    for (const auto& object : change.objects)
        json["objects"].push_back(
            {{"object", object.object.describe()}, {"result", object.result}});
    return json;
}

View changesView(const std::vector<ClusterChanges>& clusters) {
    View view{{{{"CLUSTER"},
                {"CHANGE", Column::Align::Right},
                {"STATE"},
                {"AUTHOR"},
                {"PROPOSED"},
                {"REVIEWER"},
                {"WHAT"},
                {"WHY", Column::Align::Left, true}},
               {},
               "No changes that somebody has to look at."},
              {{"changes", Json::array()}}};
    for (const auto& [cluster, changes] : clusters)
        for (const ChangeSet& change : changes) {
            view.table.rows.push_back({{cluster},
                                       {std::to_string(change.id)},
                                       stateCell(change),
                                       {personOf(change.author)},
                                       {formatTime(change.proposed)},
                                       {change.reviewer.empty() ? "–" : personOf(change.reviewer)},
                                       {summaryOf(change)},
                                       {change.reason}});
            view.json["changes"].push_back(jsonOf(change, cluster));
        }
    return view;
}

Result<Exit> tell(const ClusterClient& client, const Result<ChangeSet>& change,
                     const Options& options, Terminal& terminal) {
    using enum ErrorKind;
    if (!change) {
        const auto kind = change.error().kind();
        const bool isOurs = kind == InvalidInput || kind == NotFound || kind == Conflict;
        return isOurs ? Result<Exit>(refused(change.error(), terminal))
                      : Result<Exit>(tl::unexpected(change.error()));
    }
    print({changesView({{client.name(), {*change}}}), {}, Exit::Fine}, options, terminal);
    return Exit::Fine;
}

Result<std::vector<ObjectRef>> refsOf(const ClusterClient& client,
                                      const std::vector<std::string>& names) {
    std::vector<ObjectRef> refs;
    if (names.empty())
        return refs;
    CAUSEWAY_TRY(const auto objects, client.objects("", ""));
    for (const std::string& name : names) {
        const auto found = std::ranges::find(
            objects, name, [](const auto& stored) { return stored.object.describe(); });
        if (found == objects.end())
            return fail(ErrorKind::NotFound,
                        fmt::format("--delete {}: no such object in {}; expected KIND/NAMESPACE/NAME "
                                    "as causewayctl get shows it",
                                    name, client.name()));
        refs.push_back(found->object);
    }
    return refs;
}

} // namespace

Result<Exit> proposeChange(const Options& options, const ChangeRequest& request,
                           Terminal& terminal) {
    if (request.files.empty() && request.deleted.empty())
        return fail(ErrorKind::InvalidInput, "propose what? give --file or --delete");
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* client, session.cluster(request.cluster));
    CAUSEWAY_TRY(const auto yaml, readAsOne(request.files));
    const auto removed = refsOf(*client, request.deleted);
    if (!removed)
        return removed.error().kind() == ErrorKind::NotFound
                   ? Result<Exit>(refused(removed.error(), terminal))
                   : Result<Exit>(tl::unexpected(removed.error()));
    return tell(*client, client->propose({yaml, *removed, request.reason}), options, terminal);
}

Result<Exit> listChanges(const Options& options, const ChangeRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(auto gathered,
                 gatherFrom(session, request.cluster,
                            [&](const ClusterClient& client) -> Result<ClusterChanges> {
                                return client.changes(request.all).map([&](auto changes) {
                                    return ClusterChanges{client.name(), std::move(changes)};
                                });
                            }));
    const Exit exit = gathered.values.empty() ? Exit::Unreachable : Exit::Fine;
    print({changesView(gathered.values), std::move(gathered.silent), exit}, options, terminal);
    return exit;
}

Result<Exit> showChange(const Options& options, const ChangeRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* client, session.cluster(request.cluster));
    const auto change = client->change(request.id);
    CAUSEWAY_TRY(const Exit exit, tell(*client, change, options, terminal));
    if (change && options.output == Output::Table && !change->yaml.empty())
        terminal.out << '\n' << change->yaml << (change->yaml.ends_with('\n') ? "" : "\n");
    return exit;
}

Result<Exit> decideChange(const Options& options, const ChangeRequest& request,
                          client::ChangeDecision decision, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* client, session.cluster(request.cluster));
    return tell(*client, client->decide(request.id, decision, request.reason), options, terminal);
}

} // namespace causeway::cli
