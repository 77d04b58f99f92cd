// SPDX-License-Identifier: Apache-2.0
#include "cli/recordings.h"

#include "base/workload_identity.h"
#include "cli/files.h"
#include "cli/fleet_session.h"
#include "cli/profile_output.h"
#include "recording/redaction.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

namespace causeway::cli {
namespace {

std::string firstLines() {
    return std::string(recording::Recording::kFirstLine)
           + "\n# service port workload identity network host method path headers verdict first "
             "last "
             "count\n";
}

std::int64_t secondsAgo(std::chrono::seconds since) {
    const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock().wallNow());
    return std::max<std::int64_t>((now - since).time_since_epoch().count(), 0);
}

std::string textOf(client::RecordedStretch stretch, const recording::Redaction& rules,
                   std::vector<std::string>& lines) {
    for (auto& sample : stretch.samples) {
        sample.path = rules.of(sample.path);
        lines.push_back(serialize(sample.view()));
    }
    return serialize(stretch.span);
}

std::string clusterOf(std::string_view spiffeId) {
    const auto identity = WorkloadIdentity::parse(spiffeId);
    return identity ? identity->cluster : std::string();
}

} // namespace

Result<std::chrono::seconds> parseSpan(const std::string& text) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit(end, text.data() + text.size());
    constexpr std::int64_t kMost = 3650;
    const std::int64_t seconds = unit == "d"   ? 86'400
                                 : unit == "h" ? 3600
                                 : unit == "m" ? 60
                                 : unit == "s" ? 1
                                               : 0;
    if (error != std::errc() || seconds == 0 || count <= 0 || count > kMost * 86'400 / seconds)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("found \"{}\"; expected a time as in 7d, 36h or 90m", text));
    return std::chrono::seconds(count * seconds);
}

Result<GatheredText> gatherRecording(const Options& options, const RecordingChoice& choice,
                                     const std::vector<std::string>& redact) {
    CAUSEWAY_TRY(const auto rules, recording::Redaction::parse(redact));
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    if (!choice.cluster.empty())
        CAUSEWAY_CHECK(session.cluster(choice.cluster));
    const client::RecordingQuery query{secondsAgo(choice.since), 0, choice.ns};
    auto gathered = sortOut(session.gather(
        [&](const client::ClusterClient& client) -> Result<std::optional<client::RecordedStretch>> {
            if (!choice.cluster.empty() && client.name() != choice.cluster)
                return std::nullopt;
            CAUSEWAY_TRY(auto stretch, client.recording(query));
            return std::optional(std::move(stretch));
        }));
    GatheredText result{firstLines(), std::move(gathered.silent)};
    std::vector<std::string> lines;
    std::size_t answered = 0;
    for (auto& stretch : gathered.values)
        if (stretch) {
            result.text += textOf(std::move(*stretch), rules, lines);
            ++answered;
        }
    if (answered == 0 && !result.silent.empty())
        return tl::unexpected(std::move(result.silent.front().reason));
    std::ranges::sort(lines);
    for (const auto& line : lines)
        result.text += line;
    return result;
}

Result<ChosenRecording> readRecording(const Options& options, const RecordingChoice& choice) {
    if (!choice.file.empty()) {
        CAUSEWAY_TRY(auto text, readDocument(choice.file));
        CAUSEWAY_TRY(auto recording, recording::Recording::parse(std::move(text), choice.file));
        return ChosenRecording{std::move(recording), {}};
    }
    if (options.fleet.empty())
        return fail(
            ErrorKind::InvalidInput,
            "found neither a recording nor a fleet; expected --recording FILE or --fleet FILE");
    CAUSEWAY_TRY(auto gathered, gatherRecording(options, choice, {}));
    CAUSEWAY_TRY(auto recording,
                 recording::Recording::parse(std::move(gathered.text), "the fleet"));
    return ChosenRecording{std::move(recording), std::move(gathered.silent)};
}

Result<recording::Recording> partOf(const recording::Recording& recording,
                                    const std::string& cluster, const std::string& domain) {
    const auto suffix = ".svc." + domain;
    auto text = firstLines();
    for (const auto& span : recording.spans())
        if (span.cluster == cluster)
            text += serialize(span);
    for (const auto& tuple : recording.tuples())
        if (tuple.leaves() ? clusterOf(tuple.identity) == cluster
                           : tuple.service.ends_with(suffix))
            text += serialize(tuple);
    return recording::Recording::parse(std::move(text), "the recording of " + cluster);
}

Result<Exit> exportRecording(const Options& options, const RecordingExport& command,
                             Terminal& terminal) {
    CAUSEWAY_TRY(const auto gathered, gatherRecording(options, command.choice, command.redact));
    CAUSEWAY_TRY(const auto recording, recording::Recording::parse(gathered.text, "the fleet"));
    if (command.out.empty())
        terminal.out << gathered.text;
    else
        CAUSEWAY_CHECK(writePrivate(command.out, gathered.text, Existing::Replace));
    std::uint64_t requests = 0;
    std::uint64_t givenUp = 0;
    for (const auto& tuple : recording.tuples())
        requests += tuple.count;
    for (const auto& span : recording.spans())
        givenUp += span.givenUp;
    terminal.err << fmt::format("{} requests in {} tuples of {} clusters", requests,
                                recording.tuples().size(), recording.spans().size());
    if (givenUp > 0)
        terminal.err << fmt::format("; of {} requests no tuple was kept", givenUp);
    terminal.err << '\n';
    for (const auto& silence : gathered.silent)
        terminal.err << "causewayctl: " << silence.cluster
                     << " does not answer: " << silence.reason.describe() << '\n';
    return Exit::Fine;
}

} // namespace causeway::cli
