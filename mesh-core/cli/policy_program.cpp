// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_program.h"

#include "cli/policy_pages.h"
#include "cli/recording_arguments.h"

#include <CLI/CLI.hpp>

#include <map>

namespace causeway::cli {
namespace {} // namespace

PolicyProgram::PolicyProgram(CLI::App& app, const Options& options,
                             std::function<void(Action)> choose)
    : m_policy(app.add_subcommand("policy",
                                  "Who may call whom: explain, lint, simulate, generate, compare")),
      m_options(options), m_choose(std::move(choose)) {
    m_policy->fallthrough();
    m_policy->require_subcommand(1);
    m_policy->footer(kPolicyPage);
    addExplain();
    addLint();
    addSimulate();
    addGenerate();
    addComparisons();
}

CLI::App* PolicyProgram::command(const std::string& name, const std::string& help, const char* page,
                                 Action action) {
    auto* added = m_policy->add_subcommand(name, help);
    added->fallthrough();
    added->footer(page);
    added->callback([this, action = std::move(action)] { m_choose(action); });
    return added;
}

void PolicyProgram::addExplain() {
    auto* explain = command(
        "explain", "Why a request is allowed or not, and what would have to change", kExplainPage,
        [this](Terminal& terminal) { return explainPolicy(m_options, m_explain, terminal); });
    explain->add_option("paths", m_explain.paths, "YAML files and folders; without them, --fleet");
    explain->add_option("--from", m_explain.from, "SPIFFE id, account.namespace, or none")
        ->required();
    explain->add_option("--to", m_explain.to, "The service: ledger.bank")->required();
    explain->add_option("--port", m_explain.port, "Of the service (80)")
        ->check(CLI::Range(1, 65535));
    explain->add_option("--method", m_explain.method, "GET");
    explain->add_option("--path", m_explain.path, "With its query (/)");
    explain->add_option("--host", m_explain.host, "If it is not the service");
    explain->add_option("--header", m_explain.headers, "\"name: value\"; as often as you like");
    explain->add_option("--network", m_explain.network, "The caller's address");
    explain->add_option("--cluster", m_explain.cluster, "Only this cluster of the fleet");
    explain->add_flag("--tcp", m_explain.tcp, "A connection that is not HTTP");
}

void PolicyProgram::addLint() {
    const std::map<std::string, ReportFormat> formats{{"text", ReportFormat::Text},
                                                      {"json", ReportFormat::Json},
                                                      {"sarif", ReportFormat::Sarif},
                                                      {"junit", ReportFormat::Junit}};
    auto* lint =
        command("lint", "What is wrong with policies and what they stand on", kLintPage,
                [this](Terminal& terminal) { return lintPolicies(m_options, m_lint, terminal); });
    lint->add_option("paths", m_lint.paths, "YAML files and folders; without them, --fleet");
    lint->add_option("--format", m_lint.format, "text, json, sarif or junit")
        ->transform(CLI::CheckedTransformer(formats).description("text|json|sarif|junit"));
    lint->add_option("--fail-on", m_lint.failOn, "Exit 1 on findings of this severity and above")
        ->capture_default_str()
        ->check(CLI::IsMember({"info", "warning", "error"}));
    lint->add_flag("--patches", m_lint.patches, "Show quick fixes as patches");
    auto* live =
        lint->add_flag("--live", m_lint.live,
                       "Judge the files with what the fleet knows: proxies, other clusters, "
                       "certificates, latencies");
    lint->add_flag("--in-force", m_lint.inForce,
                   "The files should be what the fleet has: tell what differs")
        ->needs(live);
    lint->add_option("--cluster", m_lint.cluster,
                     "Whose objects the files are, if none of them tells")
        ->needs(live);
    auto* file = lint->add_option("--recording", m_lint.recording.file,
                                  "Recorded requests (recording export), to tell rules and ways "
                                  "out that nobody used");
    addSince(*lint, m_lint.recording)->excludes(file);
    lint->add_option("--expires-within", m_lint.expiryDays,
                     "Days in which no certificate should end")
        ->capture_default_str()
        ->check(CLI::Range(0, 3650));
    auto* facts = command(
        "facts", "What the linter takes from the fleet, as a document to lint files with", kFactsPage,
        [this](Terminal& terminal) { return showFacts(m_options, m_facts, terminal); });
    addSince(*facts, m_facts);
}

void PolicyProgram::addSimulate() {
    auto* simulate = command(
        "simulate", "What a change would have done to recorded requests", kSimulatePage,
        [this](Terminal& terminal) { return simulatePolicies(m_options, m_simulate, terminal); });
    simulate->add_option("--objects", m_simulate.current,
                         "The objects in force, as files; without them, --fleet");
    simulate->add_option("--change", m_simulate.change, "Files with new and changed objects");
    simulate->add_option("--remove", m_simulate.remove,
                         "An object to take away: authorizationpolicy/bank/callers");
    addRecording(*simulate, m_simulate.recording);
    simulate->add_option("--cluster", m_simulate.recording.cluster,
                         "Only this cluster of the fleet");
}

void PolicyProgram::addRecording(CLI::App& command, RecordingChoice& choice) {
    auto* file = command.add_option("--recording", choice.file,
                                    "Recorded requests (recording export); without it, --fleet");
    addSince(command, choice)->excludes(file);
}

void PolicyProgram::addGenerate() {
    auto* generate = command(
        "generate", "The least-privilege policies for what was recorded", kGeneratePage,
        [this](Terminal& terminal) { return generatePolicies(m_options, m_generate, terminal); });
    auto& options = m_generate.options;
    generate->add_option("--objects", m_generate.current,
                         "The objects in force, as files; without them, --fleet");
    addRecording(*generate, m_generate.recording);
    generate->add_option("--cluster", m_generate.recording.cluster,
                         "Only this cluster of the fleet");
    generate->add_option("-n,--namespace", options.ns, "Only services of this namespace");
    generate->add_option("--over-grant", options.overGrant, "Limit of the score, see below")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 0.9));
    generate->add_option("--rare-below", options.rareBelow, "Requests of a caller that is rare")
        ->capture_default_str();
    generate
        ->add_option("--audit-days", options.auditDays,
                     "Of the audit stage, from the recording's end")
        ->capture_default_str()
        ->check(CLI::Range(1, 365));
    generate->add_flag("--enforce", options.enforce, "Deny at once, without an audit stage");
    generate
        ->add_option("--max-words", options.maxWords,
                     "Values at one place of a path that are words")
        ->capture_default_str();
    generate->add_option("--out", m_generate.out, "A file; for several clusters a folder");
    generate->add_flag("--strict", m_generate.strict, "Exit 1 on warnings, too");
}

void PolicyProgram::addComparisons() {
    auto* matrix =
        command("matrix", "Who may call what: callers and callees", kMatrixPage,
                [this](Terminal& terminal) { return showMatrix(m_options, m_matrix, terminal); });
    matrix->add_option("paths", m_matrix.paths, "YAML files and folders; without them, --fleet");
    auto* diff =
        command("diff", "How two sets of objects differ in meaning", kDiffPage,
                [this](Terminal& terminal) { return diffPolicies(m_options, m_diff, terminal); });
    diff->add_option("before", m_diff.before,
                     "A file or folder; alone, it is laid over what is in force in the fleet")
        ->required();
    diff->add_option("after", m_diff.after, "A file or folder");
    diff->add_option("--cluster", m_diff.cluster, "Which cluster of the fleet");
}

} // namespace causeway::cli
