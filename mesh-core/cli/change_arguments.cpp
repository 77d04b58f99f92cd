// SPDX-License-Identifier: Apache-2.0
#include "cli/changes.h"

#include <CLI/CLI.hpp>

namespace causeway::cli {
namespace {

constexpr const char* kPage =
    R"(Where a cluster's object says "fourEyes: true", what one person changes another has looked at first.
The author proposes, somebody else with role reviewer or admin approves, and in that moment the change
takes effect, as one transaction with its audit records, if its objects are still as they were when it was
proposed. One person with two certificates is one person. What cannot wait is applied with
"--emergency --reason WHY" and is a finding of "causewayctl check" until somebody else has reviewed it.)";

} // namespace

void addChangeCommands(CLI::App& program, const Options& options, ChangeRequest& request,
                       const AddCommand& add) {
    using client::ChangeDecision;
    auto* change = program.add_subcommand("change", "Changes that a second person looks at");
    change->fallthrough();
    change->footer(kPage);
    auto* propose =
        add(*change, "propose", "Propose to create, change or delete objects: all or none",
            [&](Terminal& terminal) { return proposeChange(options, request, terminal); });
    propose->add_option("-f,--file", request.files, "YAML files; - is standard input");
    propose->add_option("--delete", request.deleted,
                        "Objects to delete, as KIND/NAMESPACE/NAME");
    auto* list = add(*change, "list", "Those that somebody has to look at",
                     [&](Terminal& terminal) { return listChanges(options, request, terminal); });
    list->add_flag("--all", request.all, "Also those that are decided");
    auto* show = add(*change, "show", "One of them, with what it would apply",
                     [&](Terminal& terminal) { return showChange(options, request, terminal); });
    const auto decision = [&](const char* name, const char* help, ChangeDecision decision) {
        auto* command = add(*change, name, help, [&options, &request, decision](Terminal& terminal) {
            return decideChange(options, request, decision, terminal);
        });
        command->add_option("--reason", request.reason, "Why, for those who ask later");
        return command;
    };
    auto* approve = decision("approve", "Approve a proposed change of somebody else: applies it",
                             ChangeDecision::Approve);
    auto* reject = decision("reject", "Reject a proposed change", ChangeDecision::Reject);
    auto* withdraw = decision("withdraw", "Take your own proposed change back",
                              ChangeDecision::Withdraw);
    auto* review = decision("review", "Say that you have looked at somebody's emergency",
                            ChangeDecision::Review);
    propose->add_option("--reason", request.reason, "Why, for who decides");
    for (auto* command : {show, approve, reject, withdraw, review})
        command->add_option("change", request.id, "Its number")->required();
    for (auto* command : {propose, list, show, approve, reject, withdraw, review})
        command->add_option("--cluster", request.cluster, "Which cluster");
}

} // namespace causeway::cli
