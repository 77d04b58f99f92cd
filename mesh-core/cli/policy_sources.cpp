// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_sources.h"

#include "cli/files.h"
#include "resource/parse.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>

namespace causeway::cli {
namespace {

namespace fs = std::filesystem;

bool isYaml(const fs::path& path) {
    return path.extension() == ".yaml" || path.extension() == ".yml";
}

Result<std::vector<fs::path>> filesBelow(const std::string& text) {
    const fs::path path(text);
    std::error_code error;
    if (text == "-" || !fs::is_directory(path, error))
        return std::vector{path};
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator each(path, error), end; !error && each != end;
         each.increment(error))
        if (each->is_regular_file(error) && isYaml(each->path()))
            files.push_back(each->path());
    if (error)
        return fail(ErrorKind::Io, path.string() + ": " + error.message());
    if (files.empty())
        return fail(ErrorKind::InvalidInput,
                    path.string() + ": found no .yaml file; expected at least one");
    std::ranges::sort(files);
    return files;
}

// Kinds that stand beside objects in the same files and are none.
bool isForOthers(const resource::TypeName& type) {
    return type.apiVersion.starts_with("causeway.dev/")
           && (type.kind == "StaticProxy" || type.kind == "DemoFleet");
}

Status readFileInto(const fs::path& path, PolicySource& into) {
    std::string text;
    if (path == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        CAUSEWAY_TRY(text, readFile(path));
    }
    const auto source = path == "-" ? std::string("standard input") : path.string();
    CAUSEWAY_TRY(const auto documents, resource::parseYaml(text, source));
    resource::Problems problems(source);
    for (const auto& document : documents) {
        const auto type = resource::typeOf(document);
        if (analysis::areFacts(document))
            CAUSEWAY_CHECK(analysis::readFacts(document, into.facts));
        else if (!isForOthers(type) && !resource::isForeign(type))
            resource::parseInto(into.objects, document, problems);
    }
    into.texts[source] = std::move(text);
    return problems.status();
}

} // namespace

Result<PolicySource> readObjects(const std::vector<std::string>& paths) {
    PolicySource source;
    for (const auto& path : paths) {
        CAUSEWAY_TRY(const auto files, filesBelow(path));
        for (const auto& file : files)
            CAUSEWAY_CHECK(readFileInto(file, source));
    }
    CAUSEWAY_CHECK(resource::checkUnique(source.objects));
    for (const auto& object : source.objects)
        if (object.as<resource::Cluster>())
            source.cluster = object.metadata.name;
    return source;
}

Result<PolicySources> readSources(const Options& options, const std::vector<std::string>& paths) {
    PolicySources sources;
    if (!paths.empty()) {
        CAUSEWAY_TRY(auto source, readObjects(paths));
        sources.clusters.push_back(std::move(source));
        return sources;
    }
    if (options.fleet.empty())
        return fail(ErrorKind::InvalidInput,
                    "found neither files nor a fleet; expected PATH… or --fleet FILE");
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    auto gathered =
        sortOut(session.gather([](const client::ClusterClient& client) -> Result<PolicySource> {
            CAUSEWAY_TRY(const auto stored, client.objects("", ""));
            PolicySource source{client.name(), {}, {}, {}};
            for (const auto& one : stored) {
                const auto name = client.name() + ":" + one.object.describe();
                CAUSEWAY_TRY(auto objects, resource::parseObjects(one.yaml, name));
                std::ranges::move(objects, std::back_inserter(source.objects));
                source.texts[name] = one.yaml;
            }
            return source;
        }));
    sources.clusters = std::move(gathered.values);
    sources.silent = std::move(gathered.silent);
    if (sources.clusters.empty() && !sources.silent.empty())
        return tl::unexpected(std::move(sources.silent.front().reason));
    return sources;
}

void tellUnread(const std::vector<resource::Object>& objects, Terminal& terminal) {
    for (const auto& object : objects) {
        const auto* unread = object.as<resource::UnreadRoute>();
        for (const auto& problem : unread ? unread->problems : std::vector<resource::Problem>())
            terminal.err << "causewayctl: "
                         << resource::describe(object.origin.source, problem.range.start) << ": "
                         << problem.field << ": " << problem.message << "; "
                         << object.describe() << " counts for nothing\n";
    }
}

void tellGaps(const PolicySources& sources, Terminal& terminal) {
    for (const auto& source : sources.clusters)
        tellUnread(source.objects, terminal);
    for (const auto& silence : sources.silent)
        terminal.err << "causewayctl: " << silence.cluster
                     << " does not answer: " << silence.reason.describe() << '\n';
}

Result<std::vector<NamedJudge>> compileSources(PolicySources& sources) {
    std::vector<NamedJudge> judges;
    for (auto& source : sources.clusters) {
        CAUSEWAY_TRY(auto judge, analysis::Judge::compile(std::move(source.objects)));
        judges.push_back({source.cluster, std::move(judge)});
    }
    return judges;
}

void replace(std::vector<resource::Object>& objects,
             const std::vector<resource::Object>& changes) {
    for (const auto& object : changes) {
        const auto place = std::ranges::find_if(
            objects, [&](const auto& other) { return other.ref() == object.ref(); });
        if (place == objects.end()) {
            objects.push_back(object);
            continue;
        }
        // Changing an object does not make it younger.
        auto fresh = object;
        if (fresh.metadata.creationTimestamp.empty())
            fresh.metadata.creationTimestamp = place->metadata.creationTimestamp;
        *place = std::move(fresh);
    }
}

} // namespace causeway::cli
