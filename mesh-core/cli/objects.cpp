// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/output.h"
#include "cli/policy_sources.h"
#include "resource/parse.h"

#include <algorithm>
#include <iostream>
#include <iterator>

namespace causeway::cli {

namespace {

struct ClusterObjects {
    std::string cluster;
    std::vector<client::StoredObject> objects;
};

Result<std::string> readInput(const std::string& file) {
    if (file != "-")
        return readFile(file);
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

// Several files as one, so that all of them are applied or none.
Result<std::string> readAll(const std::vector<std::string>& files) {
    std::string yaml;
    for (const auto& file : files) {
        CAUSEWAY_TRY(const auto text, readInput(file));
        yaml += (yaml.empty() ? "" : "\n---\n") + text;
    }
    return yaml;
}

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

Result<ClusterObjects> askObjects(const client::ClusterClient& client, const GetCommand& command) {
    CAUSEWAY_TRY(auto objects, client.objects(command.kind, command.namespace_));
    if (!command.name.empty())
        std::erase_if(objects,
                      [&](const auto& stored) { return stored.object.name != command.name; });
    return ClusterObjects{client.name(), std::move(objects)};
}

} // namespace

Result<Exit> apply(const Options& options, const ApplyCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* client, session.cluster(command.cluster));
    CAUSEWAY_TRY(const auto yaml, readAll(command.files));
    const auto applied = client->apply({yaml, command.reason, command.dryRun});
    if (!applied && applied.error().kind() == ErrorKind::InvalidInput) {
        // The command was right, the objects were not.
        terminal.err << "causewayctl: " << applied.error().describe() << '\n';
        return Exit::Findings;
    }
    if (!applied)
        return tl::unexpected(applied.error());
    print({appliedView(*applied), {}, Exit::Fine}, options, terminal);
    const auto source = command.files.size() == 1 ? command.files.front() : "the files as one";
    if (const auto objects = resource::parseObjects(yaml, source))
        tellUnread(*objects, terminal); // admitted, and of no effect
    if (command.dryRun)
        terminal.err << "causewayctl: a dry run: nothing was changed\n";
    return Exit::Fine;
}

Result<Exit> get(const Options& options, const GetCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    if (!command.cluster.empty())
        CAUSEWAY_CHECK(session.cluster(command.cluster).map([](const auto*) {}));
    Answers<ClusterObjects> answers =
        session.gather([&](const client::ClusterClient& client) -> Result<ClusterObjects> {
            if (!command.cluster.empty() && client.name() != command.cluster)
                return ClusterObjects{};
            return askObjects(client, command);
        });
    auto gathered = sortOut(std::move(answers));
    const bool isNobodyThere = gathered.values.empty();
    const bool isNothingFound =
        std::ranges::all_of(gathered.values, [](const auto& each) { return each.objects.empty(); });
    const Exit exit = isNobodyThere                             ? Exit::Unreachable
                      : isNothingFound && !command.name.empty() ? Exit::Findings
                                                                : Exit::Fine;
    if (command.yaml)
        printYaml(gathered.values, terminal);
    else
        print({objectsView(gathered.values), std::move(gathered.silent), exit}, options, terminal);
    return exit;
}

} // namespace causeway::cli
