// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/explain.h"
#include "analysis/explain/universe.h"
#include "cli/policy_commands.h"
#include "cli/policy_sources.h"
#include "cli/policy_text.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::cli {
namespace {

using analysis::Explanation;
using analysis::Question;

// The identity that was meant: an id as it is, "payments.bank" as that account of this cluster.
Result<std::string> callerOf(const analysis::Judge& judge, const std::string& from) {
    if (from == "none" || from.starts_with("spiffe://"))
        return from == "none" ? std::string() : from;
    const auto dot = from.find('.');
    if (dot == from.npos || dot == 0 || from.find('.', dot + 1) != from.npos)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("--from: found \"{}\"; expected a SPIFFE id, account.namespace, or "
                                "none",
                                from));
    return fmt::format("spiffe://{}/cluster/{}/ns/{}/sa/{}", judge.objects().cluster().trustDomain,
                       judge.objects().clusterName(), from.substr(dot + 1), from.substr(0, dot));
}

// Where that caller's workloads are, when the objects tell.
std::optional<IpAddress> addressOf(const analysis::Judge& judge, const std::string& caller) {
    for (const auto* object : judge.objects().all()) {
        const auto* workload = object->as<resource::ExternalWorkload>();
        if (workload && workload->identity == caller && !workload->workloadIps.empty())
            if (const auto address = IpAddress::parse(workload->workloadIps.front()))
                return *address;
    }
    return std::nullopt;
}

Result<Question> questionOf(const analysis::Judge& judge, const ExplainCommand& command) {
    Question question;
    CAUSEWAY_TRY(question.caller, callerOf(judge, command.from));
    const auto authority = command.to + ":" + std::to_string(command.port);
    CAUSEWAY_TRY(const auto service, rules::resolve(judge.objects(), "default", authority));
    question.service = service.fullName;
    question.port = command.port;
    question.host = command.host.empty() ? authority : command.host;
    if (!command.tcp) {
        question.method = command.method;
        question.path = command.path;
    }
    for (const auto& header : command.headers) {
        const auto colon = header.find(':');
        if (colon == header.npos)
            return fail(ErrorKind::InvalidInput,
                        fmt::format("--header: found \"{}\"; expected \"name: value\"", header));
        const auto value = header.find_first_not_of(' ', colon + 1);
        question.headers.emplace_back(header.substr(0, colon),
                                      value == header.npos ? "" : header.substr(value));
    }
    if (!command.network.empty()) {
        CAUSEWAY_TRY(question.network, IpAddress::parse(command.network));
    } else {
        question.network = addressOf(judge, question.caller).value_or(IpAddress::v4(10, 0, 0, 1));
    }
    return question;
}

} // namespace

Result<Exit> explainPolicy(const Options& options, const ExplainCommand& command,
                           Terminal& terminal) {
    CAUSEWAY_TRY(auto sources, readSources(options, command.paths));
    tellGaps(sources, terminal);
    CAUSEWAY_TRY(const auto judges, compileSources(sources));
    Json json{{"explanations", Json::array()}};
    bool isAllowed = true;
    bool isFound = false;
    Error reason(ErrorKind::NotFound, "no cluster of that name");
    for (const auto& [cluster, judge] : judges) {
        if (!command.cluster.empty() && cluster != command.cluster)
            continue;
        const auto question = questionOf(judge, command);
        const auto explained =
            question.and_then([&](const auto& asked) { return analysis::explain(judge, asked); });
        if (!explained) {
            reason = explained.error();
            continue;
        }
        for (const auto& one : *explained) {
            isAllowed = isAllowed && one.verdict == policy::Verdict::Allow;
            isFound = true;
            json["explanations"].push_back(explanationJson(cluster, *question, one));
            if (options.output == Output::Table)
                terminal.out << explanationText(cluster, *question, one, terminal.colour);
        }
    }
    if (!isFound)
        return tl::unexpected(std::move(reason));
    if (options.output == Output::Json)
        terminal.out << json.dump(2) << '\n';
    return isAllowed ? Exit::Fine : Exit::Findings;
}

} // namespace causeway::cli
