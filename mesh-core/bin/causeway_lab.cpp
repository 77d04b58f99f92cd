// SPDX-License-Identifier: Apache-2.0
// causeway-lab: a whole fleet on this machine. Parses flags and runs.
#include "base/log.h"
#include "lab/commands/commands.h"
#include "resource/field_reader.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <functional>

using namespace causeway;

namespace {

using Action = std::function<Result<int>()>;

void addDirectory(CLI::App& command, std::string& directory) {
    command.add_option("--dir", directory, "Directory of the lab: its state, logs and sockets")
        ->required();
}

std::string checkDuration(const std::string& text) {
    return resource::parseDuration(text)
               ? ""
               : "found \"" + text + "\"; expected a duration, as 90s or 10m";
}

void addUp(CLI::App& app, lab::UpRequest& request, Action& action) {
    auto* command = app.add_subcommand("up", "Start a fleet; it runs until Ctrl-C or `down`");
    addDirectory(*command, request.directory);
    command->add_option("--fleet", request.fleet, "talk, or a file of kind DemoFleet")
        ->capture_default_str();
    command
        ->add_option_function<std::string>(
            "--duration",
            [&request](const std::string& text) {
                request.duration = resource::parseDuration(text).value_or(Duration::zero());
            },
            "Stop after this time")
        ->check(CLI::Validator(checkDuration, "DURATION"));
    command->add_option("--seed", request.seed, "Of every random number in the lab")
        ->capture_default_str();
    command->add_option("--network", request.network, "auto, namespaces or relay")
        ->transform(CLI::CheckedTransformer(std::map<std::string, lab::NetworkChoice>{
            {"auto", lab::NetworkChoice::Auto},
            {"namespaces", lab::NetworkChoice::Namespaces},
            {"relay", lab::NetworkChoice::Relay}}));
    command->callback([&] { action = [&request] { return lab::up(request); }; });
}

struct Asked {
    std::string directory;
    std::string verb;
    std::vector<std::string> words;
    bool json = false;
};

void addQuestions(CLI::App& app, Asked& asked, Action& action) {
    auto* down = app.add_subcommand("down", "End the lab, also one that crashed");
    addDirectory(*down, asked.directory);
    down->callback([&] { action = [&] { return lab::down(asked.directory); }; });

    auto* status = app.add_subcommand("status", "Processes, network and faults of the lab");
    addDirectory(*status, asked.directory);
    status
        ->add_option_function<std::string>(
            "-o,--output", [&asked](const std::string& form) { asked.json = form == "json"; },
            "table or json")
        ->check(CLI::IsMember({"table", "json"}));
    status->callback([&] { action = [&] { return lab::status(asked.directory, asked.json); }; });

    auto* fault = app.add_subcommand("fault", "Break something on purpose, or mend it");
    fault->add_option("verb", asked.verb, "add, remove or list")
        ->required()
        ->check(CLI::IsMember({"add", "remove", "list"}));
    addDirectory(*fault, asked.directory);
    fault->add_option("words", asked.words,
                      "link=aws:gcp delay=50ms | workload=ledger@aws error=20% | "
                      "gateway=azure cpu=50 | kill=ledger-1@aws duration=10s");
    fault->callback(
        [&] { action = [&] { return lab::fault(asked.directory, asked.verb, asked.words); }; });

    auto* load =
        app.add_subcommand("load", "Stop the requests that begin in the lab, or start them again");
    load->add_option("verb", asked.verb, "start or stop")
        ->required()
        ->check(CLI::IsMember({"start", "stop"}));
    addDirectory(*load, asked.directory);
    load->callback([&] { action = [&] { return lab::load(asked.directory, asked.verb); }; });
}

// What the program runs itself as; not for people.
void addInternals(CLI::App& app, lab::WorkloadsRequest& request, Action& action) {
    app.add_subcommand("run-emulator", "")->group("")->callback([&] { action = lab::runEmulator; });
    app.add_subcommand("run-relay", "")->group("")->callback([&] { action = lab::runRelay; });
    auto* workloads = app.add_subcommand("run-workloads", "")->group("");
    workloads->add_option("--fleet", request.fleet)->required();
    workloads->add_option("--cluster", request.cluster)->required();
    workloads->add_option("--seed", request.seed);
    workloads->add_option("--relay-block", request.relayBlock);
    workloads->callback([&] { action = [&request] { return lab::runWorkloads(request); }; });
}

int exitCodeOf(const Error& error) {
    switch (error.kind()) {
    case ErrorKind::InvalidInput:
        return lab::kUsage;
    case ErrorKind::Unavailable:
        return lab::kUnreachable;
    default:
        return lab::kFindings;
    }
}

} // namespace

int main(int argc, char** argv) {
    log::configure("lab", log::Level::Info, log::Format::Text);
    CLI::App app("A demo fleet on this machine: control planes, proxies, workloads, wires, faults",
                 "causeway-lab");
    app.set_version_flag("--version", CAUSEWAY_VERSION);
    app.require_subcommand(1);
    Action action;
    lab::UpRequest upRequest;
    Asked asked;
    lab::WorkloadsRequest workloads;
    addUp(app, upRequest, action);
    addQuestions(app, asked, action);
    addInternals(app, workloads, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? lab::kFine : lab::kUsage;
    }
    const auto code = action();
    if (code)
        return *code;
    std::fprintf(stderr, "causeway-lab: %s\n", code.error().describe().c_str());
    return exitCodeOf(code.error());
}
