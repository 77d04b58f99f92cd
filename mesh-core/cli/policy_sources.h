// SPDX-License-Identifier: Apache-2.0
// Where the policy commands get objects from: files and folders, or the clusters of a fleet. Errors
// name file, line and field.
#pragma once

#include "analysis/judge.h"
#include "analysis/lint/facts.h"
#include "cli/output.h"

#include <map>
#include <string>
#include <vector>

namespace causeway::cli {

struct PolicySource {
    std::string cluster; // empty: files that name none
    std::vector<resource::Object> objects;
    std::map<std::string, std::string> texts; // as they were read, by the name that errors give
    analysis::Facts facts;                    // of documents of kind FleetFacts among the files
};

struct PolicySources {
    std::vector<PolicySource> clusters;
    std::vector<Silence> silent; // clusters that did not answer
};

// Every .yaml and .yml below the paths as one cluster's objects; documents that mean nothing to a
// mesh (a StaticProxy, a lab's, a Deployment) are passed over. "-" is standard input.
[[nodiscard]] Result<PolicySource> readObjects(const std::vector<std::string>& paths);
// Files when there are paths, else the clusters of options.fleet.
[[nodiscard]] Result<PolicySources> readSources(const Options& options,
                                                const std::vector<std::string>& paths);
// On standard error: clusters that did not answer, routes that count for nothing.
void tellGaps(const PolicySources& sources, Terminal& terminal);
void tellUnread(const std::vector<resource::Object>& objects, Terminal& terminal);
// Puts changed objects in the place of those of the same name; the others are added.
void replace(std::vector<resource::Object>& objects,
             const std::vector<resource::Object>& changes);
// The same, compiled; by cluster.
struct NamedJudge {
    std::string cluster;
    analysis::Judge judge;
};
[[nodiscard]] Result<std::vector<NamedJudge>> compileSources(PolicySources& sources);

} // namespace causeway::cli
