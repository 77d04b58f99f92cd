// SPDX-License-Identifier: Apache-2.0
#include "cli/recording_arguments.h"

#include <CLI/CLI.hpp>

namespace causeway::cli {
namespace {

constexpr const char* kExportPage =
    R"(What the proxies of the fleet saw: who called what from where, how often, when first and last, and
what came of it; a line a tuple (CONTRACTS.md, "Recordings"). Control planes keep 30 days in at most a
GiB each; what there was no place for is counted in the lines that begin with !recorded.

Proxies tell no query and no header. In paths they write ids as ones (/loans/42446 is /loans/11111),
and [redacted] for whatever stands after a word such as token, password or session, for addresses of
mailboxes, and for what the annotation config.causeway.dev/recording-redact of a workload says. Rules
of --redact are applied besides: "/reset/{}" (the segment {}; * is any segment) or a word, "iban"
(whatever segment comes after it). The annotation config.causeway.dev/recording: "off" ends it.

  causewayctl recording export --fleet fleet.yaml --since 7d -o week.rec)";

} // namespace

CLI::Option* addSince(CLI::App& command, RecordingChoice& choice) {
    return command
        .add_option_function<std::string>(
            "--since",
            [&choice](const std::string& text) {
                choice.since = parseSpan(text).value_or(choice.since);
                choice.isAsked = true;
            },
            "What the fleet recorded so long ago and since (7d)")
        ->check([](const std::string& text) {
            const auto span = parseSpan(text);
            return span ? std::string() : span.error().message();
        })
        ->type_name("TIME");
}

void addRecordingCommands(CLI::App& program, const Options& options, RecordingExport& request,
                          const AddCommand& add) {
    auto* recording = program.add_subcommand("recording", "What the proxies saw called");
    recording->fallthrough();
    recording->require_subcommand(1);
    auto* exporting =
        add(*recording, "export", "The recording of the fleet, or of one cluster, as one file",
            [&](Terminal& terminal) { return exportRecording(options, request, terminal); });
    exporting->footer(kExportPage);
    addSince(*exporting, request.choice);
    exporting->add_option("--cluster", request.choice.cluster, "Only of this cluster");
    exporting->add_option("-n,--namespace", request.choice.ns,
                          "Only calls to services of this namespace");
    exporting->add_option("--redact", request.redact, "Further rules of what is a secret");
    exporting->add_option("-o,--out", request.out, "The file (0600); without it, the terminal");
}

} // namespace causeway::cli
