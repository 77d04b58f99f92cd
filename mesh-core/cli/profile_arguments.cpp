// SPDX-License-Identifier: Apache-2.0
#include "cli/profile.h"

#include <CLI/CLI.hpp>

#include <map>

namespace causeway::cli {
namespace {

constexpr const char* kProfilePage =
    R"(A ServiceProfile names the routes of a service, says which answers are failures, what may be retried
and how long it may take. Routes of the Gateway API say most of it too, and are newer.

Findings read  file:line:column: severity: field: found X; expected Y [code]
  error    there is no result          warning  the result is right, but look at it
  note     explains                    --strict makes warnings count
Exit codes: 0 fine, 1 findings or something lost, 2 usage. Results are written whole or not at all.)";

constexpr const char* kGeneratePage =
    R"(From Swagger 2.0 and OpenAPI 3: one route for each operation; $ref into the same document and into
files beside it; remote and absolute references are refused. The base path is basePath, or that of the
first server. Hints, on an operation:
    x-linkerd-retryable: true      may be retried (true or false without quotes)
    x-linkerd-timeout: 500ms       over all attempts
Statuses become response classes: 5XX too; from 500 on they are failures. default makes none.

From protobuf: POST /package.Service/Method for each method of the file's services. Hints:
    option idempotency_level = IDEMPOTENT;          or NO_SIDE_EFFECTS: may be retried; not on streams
    option (causeway.route) = {timeout: "500ms"};   import "causeway/options.proto" declares it
Imports are looked for beside the file, in the folders above it, and in --proto-path.

From a recording (causewayctl recording export): ids become parameters ({loan}), and so does a place
with more than --max-words values that lead to the same.

Exit codes: 0 there is a result, 1 an error (with --strict: or a warning), 2 usage.

  causewayctl profile generate --openapi loans.yaml loans.bank
  causewayctl profile generate --proto loans.proto --as grpcroute -n bank --out loans-routes.yaml)";

constexpr const char* kCheckPage =
    R"(Errors are what Linkerd's admission refuses, and expressions that do not compile. Warnings are what it
admits although it does not do what it says: a status range with one bound, a retry budget that the proxy
drops, a route that never gets a request, two routes with one name, a POST that is retried.
Exit codes: 0 no error (with --strict: no warning either), 1 findings, 2 usage.

  causewayctl profile check profiles/ --strict)";

constexpr const char* kConvertPage =
    R"(The report says for every field whether it carries over exactly, changes, or is lost, and why. It goes to
standard error, the objects to standard output or --out. Exit codes: 0 nothing is lost, 1 something is
(with --strict: or changes), 2 usage.

  causewayctl profile convert profile.yaml --to httproute --out routes.yaml
  causewayctl profile convert routes.yaml --to serviceprofile)";

const std::map<std::string, ProfileForm> kForms{{"serviceprofile", ProfileForm::ServiceProfile},
                                                {"httproute", ProfileForm::HttpRoute},
                                                {"grpcroute", ProfileForm::GrpcRoute}};

void addForm(CLI::App& command, const std::string& name, ProfileForm& form) {
    command.add_option(name, form, "serviceprofile, httproute or grpcroute")
        ->transform(
            CLI::CheckedTransformer(kForms).description("serviceprofile|httproute|grpcroute"));
}

void addGenerate(CLI::App& command, ProfileGenerateRequest& request) {
    auto* source = command.add_option_group("source", "What it is made from: one of");
    source->add_option("--openapi", request.openApi, "A Swagger 2.0 or OpenAPI 3 document");
    source->add_option("--proto", request.proto, "A protobuf file");
    source->add_option("--recording", request.recording, "Recorded requests (recording export)");
    source->require_option(1);
    addForm(command, "--as", request.form);
    command.add_option("service", request.service,
                       "Its name: loans, loans.bank or in full; else by the file's name, or by the "
                       "recorded services");
    command.add_option("-n,--namespace", request.defaults.namespace_, "The service's namespace")
        ->capture_default_str();
    command.add_option("--cluster-domain", request.defaults.clusterDomain, "The cluster's")
        ->capture_default_str();
    command.add_option("--port", request.defaults.port, "Routes: only of this port of the service");
    command.add_option("-I,--proto-path", request.protoPaths, "A folder to look for imports in");
    command
        .add_option("--max-words", request.maxWords,
                    "Recordings: more values at one place are a parameter")
        ->capture_default_str();
    command.add_option("--out", request.out, "The file to write, instead of the terminal");
    command.add_flag("--strict", request.strict, "No result when there are warnings");
}

} // namespace

void addProfileCommands(CLI::App& program, const Options& options, ProfileRequests& requests,
                        const AddCommand& add) {
    auto* profile = program.add_subcommand(
        "profile", "Service profiles: check them, make them, turn them into routes");
    profile->fallthrough();
    profile->require_subcommand(1);
    profile->footer(kProfilePage);
    auto* check =
        add(*profile, "check", "Say what is wrong with ServiceProfiles",
            [&](Terminal& terminal) { return checkProfiles(options, requests.check, terminal); });
    check->add_option("path", requests.check.paths, "Files, folders of YAML, - for standard input")
        ->required();
    check->add_flag("--strict", requests.check.strict, "Warnings count too");
    check->footer(kCheckPage);
    auto* generate = add(
        *profile, "generate", "Make a profile or routes of an API's description or of requests",
        [&](Terminal& terminal) { return generateProfile(options, requests.generate, terminal); });
    addGenerate(*generate, requests.generate);
    generate->footer(kGeneratePage);
    auto* convert = add(
        *profile, "convert", "Turn a ServiceProfile into routes, or routes into one",
        [&](Terminal& terminal) { return convertProfiles(options, requests.convert, terminal); });
    convert->add_option("file", requests.convert.files, "YAML files, - for standard input")
        ->required();
    addForm(*convert, "--to", requests.convert.form);
    convert
        ->add_option("--cluster-domain", requests.convert.clusterDomain,
                     "Of the profile's name, when made from routes")
        ->capture_default_str();
    convert->add_option("--out", requests.convert.out, "The file to write, not the terminal");
    convert->add_flag("--strict", requests.convert.strict, "What changes counts as a finding too");
    convert->footer(kConvertPage);
}

} // namespace causeway::cli
