// SPDX-License-Identifier: Apache-2.0
#include "cli/objects.h"

#include <CLI/CLI.hpp>

namespace causeway::cli {
namespace {

constexpr const char* kVerifyPage =
    R"(Every change, tap, join token and refused call is a record, and each record's hash covers the one before.
Once a minute the control plane signs the newest with the cluster's issuer. Verifying computes all hashes
anew, checks the signatures against the fleet's trust anchors, and compares each object with the record of
its last change. Found is the first record that is not as it was written, or an object that was changed by
another way than the control plane's.)";

void addName(CLI::App& command, ObjectName& object, bool isRequired) {
    auto* kind = command.add_option("kind", object.kind, "For example httproute");
    auto* name = command.add_option("name", object.name, "One object");
    kind->required(isRequired);
    name->required(isRequired);
    command.add_option("-n,--namespace", object.namespace_, "Its namespace");
    command.add_option("--cluster", object.cluster, "Its cluster");
}

template <typename Request> void addReason(CLI::App& command, Request& request) {
    command.add_option("--reason", request.reason, "Why, for those who ask later");
    command.add_flag("--dry-run", request.dryRun, "Only judge");
    command.add_flag("--emergency", request.emergency,
                     "At once where the cluster asks for four eyes; somebody else looks at it afterwards");
}

void addAudit(CLI::App& program, const Options& options, AuditRequest& request,
              const AddCommand& add) {
    auto* audit = program.add_subcommand("audit", "Who did what in the fleet");
    audit->fallthrough();
    auto* list = add(*audit, "list", "The newest records of the audit trails",
                     [&](Terminal& terminal) { return listAudit(options, request, terminal); });
    list->add_option("--who", request.who, "Only of this person: a name or a SPIFFE id");
    list->add_option("--action", request.action, "Only these: object, tap, call.denied");
    list->add_option_function<int>(
            "--since-hours", [&request](int hours) { request.since = std::chrono::hours(hours); },
            "Only of the last so many hours")
        ->check(CLI::Range(1, 876000));
    list->add_option("--count", request.count, "So many of each cluster")->capture_default_str();
    auto* verify =
        add(*audit, "verify", "Whether the trails and the objects are as they were written",
            [&](Terminal& terminal) { return verifyAudit(options, request, terminal); });
    verify->footer(kVerifyPage);
    for (auto* command : {list, verify})
        command->add_option("--cluster", request.cluster, "Only of this cluster");
}

} // namespace

void addObjectCommands(CLI::App& program, const Options& options, ObjectRequests& requests,
                       const AddCommand& add) {
    auto* applying =
        add(program, "apply", "Create or change objects in a cluster: all or none",
            [&](Terminal& terminal) { return apply(options, requests.apply, terminal); });
    applying->add_option("-f,--file", requests.apply.files, "YAML files; - is standard input")
        ->required();
    applying->add_option("--cluster", requests.apply.cluster, "Which cluster");
    addReason(*applying, requests.apply);

    auto* getting = add(program, "get", "Objects as the control planes hold them",
                        [&](Terminal& terminal) { return get(options, requests.get, terminal); });
    addName(*getting, requests.get.object, false);
    getting->add_option("--revision", requests.get.revision,
                        "As it was then: a number that history shows");
    getting->add_flag("--yaml", requests.get.yaml, "As YAML, fit for apply");

    auto* removing =
        add(program, "delete", "Delete an object of a cluster",
            [&](Terminal& terminal) { return remove(options, requests.remove, terminal); });
    addName(*removing, requests.remove.object, true);
    addReason(*removing, requests.remove);

    auto* telling =
        add(program, "history", "Every revision of an object: who, when and why",
            [&](Terminal& terminal) { return history(options, requests.history, terminal); });
    addName(*telling, requests.history, true);
    addAudit(program, options, requests.audit, add);
}

} // namespace causeway::cli
