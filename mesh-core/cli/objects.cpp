// SPDX-License-Identifier: Apache-2.0
#include "cli/objects.h"

#include "cli/files.h"
#include "cli/object_refs.h"
#include "cli/output.h"
#include "cli/policy_sources.h"
#include "resource/parse.h"

#include <algorithm>

namespace causeway::cli {

namespace {

struct ClusterObjects {
    std::string cluster;
    std::vector<client::StoredObject> objects;
};

View appliedView(const std::vector<client::AppliedObject>& objects) {
    View view{{{{"OBJECT"}, {"RESULT"}}, {}, "No objects."}, {{"objects", Json::array()}}};
    for (const auto& applied : objects) {
        view.table.rows.push_back({{applied.object.describe()}, {applied.result}});
        view.json["objects"].push_back({{"group", applied.object.group},
                                        {"kind", applied.object.kind},
                                        {"namespace", jsonText(applied.object.namespace_)},
                                        {"name", applied.object.name},
                                        {"resource_version", applied.resourceVersion},
                                        {"result", applied.result}});
    }
    return view;
}

View objectsView(const std::vector<ClusterObjects>& clusters) {
    View view{{{{"CLUSTER"}, {"KIND"}, {"NAMESPACE"}, {"NAME"}, {"VERSION", Column::Align::Right}},
               {},
               "No objects."},
              {{"objects", Json::array()}}};
    for (const auto& [cluster, objects] : clusters)
        for (const auto& stored : objects) {
            const auto& ref = stored.object;
            view.table.rows.push_back({{cluster},
                                       {ref.kind},
                                       {ref.namespace_.empty() ? "–" : ref.namespace_},
                                       {ref.name},
                                       {stored.resourceVersion}});
            view.json["objects"].push_back({{"cluster", cluster},
                                            {"group", ref.group},
                                            {"kind", ref.kind},
                                            {"namespace", jsonText(ref.namespace_)},
                                            {"name", ref.name},
                                            {"resource_version", stored.resourceVersion},
                                            {"yaml", stored.yaml}});
        }
    return view;
}

void printYaml(const std::vector<ClusterObjects>& clusters, Terminal& terminal) {
    bool isFirst = true;
    for (const auto& [cluster, objects] : clusters)
        for (const auto& stored : objects) {
            terminal.out << (isFirst ? "" : "---\n") << stored.yaml
                         << (stored.yaml.ends_with('\n') ? "" : "\n");
            isFirst = false;
        }
}

Result<std::vector<client::StoredObject>> askObjects(const client::ClusterClient& client,
                                                     const GetRequest& request) {
    const ObjectName& object = request.object;
    if (request.revision != 0)
        return objectAt(client, object, request.revision).map([](client::StoredObject stored) {
            return std::vector{std::move(stored)};
        });
    CAUSEWAY_TRY(auto objects, client.objects(object.kind, object.namespace_));
    if (!object.name.empty())
        std::erase_if(objects,
                      [&](const auto& stored) { return stored.object.name != object.name; });
    return objects;
}

Result<Exit> changed(const Result<std::vector<client::AppliedObject>>& objects, bool dryRun,
                     const Options& options, Terminal& terminal) {
    if (!objects && objects.error().kind() == ErrorKind::InvalidInput)
        return refused(objects.error(), terminal);
    if (!objects)
        return tl::unexpected(objects.error());
    print({appliedView(*objects), {}, Exit::Fine}, options, terminal);
    if (dryRun)
        terminal.err << "causewayctl: a dry run: nothing was changed\n";
    return Exit::Fine;
}

} // namespace

Result<Exit> apply(const Options& options, const ApplyRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* client, session.cluster(request.cluster));
    CAUSEWAY_TRY(const auto yaml, readAsOne(request.files));
    const auto source = request.files.size() == 1 ? request.files.front() : "the files as one";
    if (const auto objects = resource::parseObjects(yaml, source))
        tellUnread(*objects, terminal); // admitted, and of no effect
    return changed(client->apply({yaml, request.reason, request.dryRun, request.emergency}),
                   request.dryRun, options, terminal);
}

Result<Exit> remove(const Options& options, const RemoveRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* client, session.cluster(request.object.cluster));
    CAUSEWAY_TRY(const auto found, askObjects(*client, {.object = request.object}));
    if (found.size() != 1)
        return refused(
            Error(ErrorKind::NotFound, "found " + std::to_string(found.size()) + " objects "
                                           + request.object.kind + " " + request.object.name
                                           + (found.empty() ? "" : "; say which by --namespace")),
            terminal);
    return changed(client->remove({{found.front().object},
                                   request.reason,
                                   request.dryRun,
                                   request.emergency}),
                   request.dryRun, options, terminal);
}

Result<Exit> get(const Options& options, const GetRequest& request, Terminal& terminal) {
    if (request.revision != 0 && request.object.name.empty())
        return fail(ErrorKind::InvalidInput, "--revision: expected KIND and NAME with it");
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    const auto& cluster = request.object.cluster;
    CAUSEWAY_TRY(auto gathered,
                 gatherFrom(session, cluster,
                            [&](const client::ClusterClient& client) -> Result<ClusterObjects> {
                                return askObjects(client, request).map([&](auto objects) {
                                    return ClusterObjects{client.name(), std::move(objects)};
                                });
                            }));
    const bool isNobodyThere = gathered.values.empty();
    const bool isNothingFound =
        std::ranges::all_of(gathered.values, [](const auto& each) { return each.objects.empty(); });
    const Exit exit = isNobodyThere                                    ? Exit::Unreachable
                      : isNothingFound && !request.object.name.empty() ? Exit::Findings
                                                                       : Exit::Fine;
    if (request.yaml)
        printYaml(gathered.values, terminal);
    else
        print({objectsView(gathered.values), std::move(gathered.silent), exit}, options, terminal);
    return exit;
}

} // namespace causeway::cli
