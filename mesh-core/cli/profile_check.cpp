// SPDX-License-Identifier: Apache-2.0
#include "cli/profile.h"
#include "cli/profile_output.h"
#include "profile/check.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::cli {
namespace {

namespace fs = std::filesystem;

bool isYaml(const fs::path& path) {
    return path.extension() == ".yaml" || path.extension() == ".yml" || path.extension() == ".json";
}

// A folder stands for the YAML files below it, in the order of their names.
Result<std::vector<std::string>> filesOf(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const auto& path : paths) {
        std::error_code error;
        if (path == "-" || !fs::is_directory(path, error)) {
            files.push_back(path);
            continue;
        }
        std::vector<std::string> below;
        for (auto entry = fs::recursive_directory_iterator(path, error);
             !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
            if (entry->is_regular_file(error) && isYaml(entry->path()))
                below.push_back(entry->path().string());
        if (error)
            return failErrno("read " + path, error.value());
        std::ranges::sort(below);
        files.insert(files.end(), below.begin(), below.end());
    }
    return files;
}

} // namespace

Result<Exit> checkProfiles(const Options& options, const ProfileCheckRequest& request,
                           Terminal& terminal) {
    CAUSEWAY_TRY(const auto files, filesOf(request.paths));
    profile::Findings findings;
    std::size_t count = 0;
    for (const auto& file : files) {
        CAUSEWAY_TRY(const auto text, readDocument(file));
        count += profile::checkProfiles(text, file, findings);
    }
    if (count == 0 && !findings.has(profile::Severity::Error))
        findings.add(profile::Severity::Error, "no-profile", {request.paths.front(), {}, ""},
                     "found no ServiceProfile; expected at least one");
    findings.sort();
    if (options.output == Output::Json) {
        terminal.out << dump({{"profiles", count}, {"findings", jsonOf(findings)}});
        return exitOf(findings, request.strict);
    }
    print(findings, terminal.out);
    const auto said = findings.list().size() + findings.dropped();
    terminal.out << fmt::format(
        "{} profile{} in {} file{}: {}\n", count, count == 1 ? "" : "s", files.size(),
        files.size() == 1 ? "" : "s",
        said == 0 ? std::string("fine") : fmt::format("{} finding{}", said, said == 1 ? "" : "s"));
    return exitOf(findings, request.strict);
}

} // namespace causeway::cli
