// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/trust.h"

#include "lab/process/run.h"

namespace causeway::lab {
namespace {

Status causewayctl(const LabPlan& plan, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), plan.programs + "/causewayctl");
    return run(arguments);
}

Status makeClient(const LabPlan& plan, const std::string& name, const std::string& role) {
    const auto trust = plan.files.trust();
    return causewayctl(plan, {"trust", "client", "--anchor", trust, "--name", name, "--role", role,
                              "--out", trust});
}

} // namespace

Status makeTrust(const LabPlan& plan) {
    const auto trust = plan.files.trust();
    CAUSEWAY_CHECK(causewayctl(
        plan, {"trust", "anchor", "--out", trust, "--trust-domain", plan.fleet.trustDomain}));
    for (const auto& cluster : plan.fleet.clusters)
        CAUSEWAY_CHECK(
            causewayctl(plan, {"trust", "issuer", "--anchor", trust, "--cluster", cluster.name,
                               "--out", plan.files.cluster(cluster.name)}));
    CAUSEWAY_CHECK(makeClient(plan, kConsoleClient, "author"));
    return makeClient(plan, kLabClient, "admin");
}

Status makeTokens(const LabPlan& plan, const Cluster& cluster) {
    return causewayctl(plan, {"--fleet", plan.files.ownFleet(), "token", "create", "--cluster",
                              cluster.name, "--all", "--dir", plan.files.tokens(cluster.name)});
}

} // namespace causeway::lab
