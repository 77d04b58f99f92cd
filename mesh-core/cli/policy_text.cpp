// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_text.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

namespace causeway::cli {
namespace {

using analysis::Access;
using analysis::Explanation;
using analysis::Question;

const char* verdictWord(const Explanation& explanation) {
    switch (explanation.verdict) {
    case policy::Verdict::Allow:
        return explanation.wouldDeny ? "allowed by audit" : "allowed";
    case policy::Verdict::Deny:
        return "denied";
    case policy::Verdict::NoRoute:
        return "no route";
    }
    return "";
}

std::string painted(const std::string& text, const char* code, bool colour) {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

std::string headline(const Question& question, const Explanation& explanation, bool colour) {
    const bool good = explanation.verdict == policy::Verdict::Allow && !explanation.wouldDeny;
    const bool audit = explanation.wouldDeny;
    std::string word = fmt::format("{} {}",
                                   good    ? "●"
                                   : audit ? "▲"
                                           : "■",
                                   verdictWord(explanation));
    const auto what =
        question.path.empty() ? std::string("a connection") : question.method + " " + question.path;
    return fmt::format("{}  {} → {}:{}  {}\n",
                       painted(word,
                               good    ? "32"
                               : audit ? "33"
                                       : "31",
                               colour),
                       analysis::describeCaller(question.caller), question.service, question.port,
                       what);
}

std::string at(const std::string& where) {
    return where.empty() ? "" : " (" + where + ")";
}

std::string ruleLines(const Explanation& explanation) {
    if (explanation.verdict == policy::Verdict::NoRoute)
        return {};
    std::string text = "\nrules, in the order in which they are tried:\n";
    if (explanation.rules.empty())
        text += "  none: nobody is allowed\n";
    int number = 0;
    for (const auto& rule : explanation.rules)
        text +=
            fmt::format("  {} {} {}{} of the {}{}\n      {}\n", ++number, rule.matches ? "✔" : "✗",
                        rule.rule.describe(), at(rule.where), rule.ofRoute ? "route" : "server",
                        rule.decides ? "   ◄ decides" : "", rule.why);
    return text;
}

std::string indented(const std::string& block) {
    std::string text;
    for (std::size_t start = 0; start < block.size();) {
        const auto end = std::min(block.find('\n', start), block.size());
        text += "    " + block.substr(start, end - start) + "\n";
        start = end + 1;
    }
    return text;
}

std::string timeText(std::int64_t seconds) {
    return seconds > 0 ? fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(seconds)) : "–";
}

std::string share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? "–" : fmt::format("{:.2f} %", 100.0 * double(part) / double(whole));
}

Json refJson(const ObjectRef& ref) {
    return ref.name.empty() ? Json(nullptr) : Json(ref.describe());
}

std::vector<Cell> changeRow(const analysis::Change& change, std::uint64_t all, Tone tone) {
    const auto& after = change.after;
    const auto service = change.service.substr(0, change.service.find(".svc."));
    const auto& rule = isAllowed(after.outcome) ? after.rule : change.before.rule;
    return {{fmt::format("{} → {}", name(change.before.outcome), name(after.outcome)), tone},
            {analysis::describeCaller(change.caller)},
            {fmt::format("{}:{}", service, change.port)},
            {change.squad.empty() ? "–" : change.squad},
            {after.route.describe()},
            {rule.describe()},
            {std::to_string(change.requests)},
            {share(change.requests, all)},
            {timeText(change.lastSeen)},
            {change.example}};
}

Json changeJson(const analysis::Change& change, const char* word) {
    return {{"change", word},
            {"cluster", jsonText(change.cluster)},
            {"caller", jsonText(change.caller)},
            {"service", change.service},
            {"port", change.port},
            {"squad", jsonText(change.squad)},
            {"before", name(change.before.outcome)},
            {"after", name(change.after.outcome)},
            {"route_before", refJson(change.before.route)},
            {"route_after", refJson(change.after.route)},
            {"rule_before", refJson(change.before.rule)},
            {"rule_after", refJson(change.after.rule)},
            {"requests", change.requests},
            {"tuples", change.tuples},
            {"last_seen", change.lastSeen},
            {"example", change.example}};
}

} // namespace

std::string explanationText(const std::string& cluster, const Question& question,
                            const Explanation& explanation, bool colour) {
    auto text = headline(question, explanation, colour);
    text += fmt::format("  {}\n\n", explanation.sentence);
    text += fmt::format("caller    {}\nfrom      {}\n",
                        question.caller.empty() ? "no identity" : question.caller,
                        question.network.serialize());
    if (!cluster.empty())
        text += fmt::format("cluster   {}\n", cluster);
    text += fmt::format("workload  {} port {}\njudge     {}{}\n", explanation.workload,
                        explanation.workloadPort, explanation.server.describe(),
                        at(explanation.serverWhere));
    if (!explanation.routes.empty())
        text += "\nroutes:\n";
    for (const auto& route : explanation.routes)
        text += fmt::format("  {} {}{}{}\n      {}\n", route.matches ? "✔" : "✗",
                            route.route.describe(), at(route.where),
                            route.chosen ? "   ◄ the most specific" : "", route.why);
    text += ruleLines(explanation);
    for (const auto& ignored : explanation.ignored)
        text += "  ! " + ignored + "\n";
    const bool isAllowed = explanation.verdict == policy::Verdict::Allow && !explanation.wouldDeny;
    if (!explanation.changes.empty())
        text += isAllowed ? "\nwhat would deny it:\n" : "\nwhat would allow it, any one of:\n";
    for (const auto& change : explanation.changes)
        text += "  - " + change + "\n";
    if (!explanation.proposal.empty())
        text += "  - these objects:\n" + indented(explanation.proposal);
    return text + "\n";
}

Json explanationJson(const std::string& cluster, const Question& question,
                     const Explanation& explanation) {
    Json routes = Json::array();
    for (const auto& route : explanation.routes)
        routes.push_back({{"route", route.route.describe()},
                          {"where", jsonText(route.where)},
                          {"matches", route.matches},
                          {"chosen", route.chosen},
                          {"why", route.why}});
    Json rules = Json::array();
    for (const auto& rule : explanation.rules)
        rules.push_back({{"rule", rule.rule.describe()},
                         {"where", jsonText(rule.where)},
                         {"of", rule.ofRoute ? "route" : "server"},
                         {"matches", rule.matches},
                         {"decides", rule.decides},
                         {"why", rule.why}});
    return {{"cluster", jsonText(cluster)},
            {"verdict", verdictWord(explanation)},
            {"caller", jsonText(question.caller)},
            {"network", question.network.serialize()},
            {"service", question.service},
            {"port", question.port},
            {"method", jsonText(question.method)},
            {"path", jsonText(question.path)},
            {"workload", explanation.workload},
            {"workload_port", explanation.workloadPort},
            {"server", explanation.server.describe()},
            {"decided_by", explanation.decidedBy.describe()},
            {"sentence", explanation.sentence},
            {"routes", std::move(routes)},
            {"rules", std::move(rules)},
            {"ignored", explanation.ignored},
            {"changes", explanation.changes},
            {"proposal", jsonText(explanation.proposal)}};
}

namespace {

// " (ledger-1)", where only these are meant.
std::string workloadsText(const std::vector<std::string>& workloads) {
    if (workloads.empty())
        return {};
    const auto& first = workloads.front();
    return fmt::format(" ({}{})", first.substr(first.find('/') + 1),
                       workloads.size() > 1 ? fmt::format(" +{}", workloads.size() - 1) : "");
}

} // namespace

View matrixView(const analysis::Matrix& matrix) {
    static constexpr const char* kSigns[] = {"✗", "some", "✔", "audit"};
    static constexpr Tone kTones[] = {Tone::Dim, Tone::Warning, Tone::Good, Tone::Warning};
    static constexpr const char* kWords[] = {"none", "some", "all", "audited"};
    View view{{{{"CALLER", Column::Align::Left, true}}, {}, "No workload serves anything."},
              {{"callers", Json::array()}}};
    const auto shortName = [](const analysis::Judge::ServicePort& callee) {
        return callee.service.substr(0, callee.service.find(".svc.")) + ":"
               + std::to_string(callee.port);
    };
    for (const auto& column : matrix.callees)
        view.table.columns.push_back({shortName(column.callee) + workloadsText(column.workloads)});
    for (const auto& row : matrix.rows) {
        std::vector<Cell> cells{{analysis::describeCaller(row.caller)}};
        std::map<std::string, analysis::Access> whole;
        Json access = Json::object();
        Json differing = Json::object();
        for (std::size_t i = 0; i < row.access.size(); ++i) {
            const auto which = static_cast<std::size_t>(row.access[i]);
            cells.push_back({kSigns[which], kTones[which]});
            const auto& [callee, workloads] = matrix.callees[i];
            const auto name = fmt::format("{}:{}", callee.service, callee.port);
            const auto [entry, isNew] = whole.emplace(name, row.access[i]);
            entry->second = analysis::combined(entry->second, row.access[i]);
            access[name] = kWords[static_cast<std::size_t>(entry->second)];
            if (!workloads.empty())
                differing[name].push_back({{"workloads", workloads}, {"access", kWords[which]}});
        }
        if (!matrix.callees.empty())
            view.table.rows.push_back(std::move(cells));
        view.json["callers"].push_back({{"caller", analysis::describeCaller(row.caller)},
                                        {"identity", jsonText(row.caller)},
                                        {"access", std::move(access)},
                                        {"differing", std::move(differing)}});
    }
    return view;
}

View differencesView(const std::vector<analysis::Difference>& differences) {
    View view{{{{"CALLER", Column::Align::Left, true},
                {"CALLEE"},
                {"REQUEST", Column::Align::Left, true},
                {"FROM"},
                {"BEFORE"},
                {"AFTER"}},
               {},
               "No difference in meaning."},
              {{"differences", Json::array()}}};
    for (const auto& one : differences) {
        const auto networks =
            one.networks.empty()
                ? std::string("anywhere")
                : fmt::format("{}{}", one.networks.front(), one.networks.size() > 1 ? " …" : "");
        const auto callee = fmt::format("{}:{}", one.callee.service, one.callee.port);
        const bool opens = one.after.starts_with("allowed");
        view.table.rows.push_back({{analysis::describeCaller(one.caller)},
                                   {callee},
                                   {one.request},
                                   {networks},
                                   {one.before},
                                   {one.after, opens ? Tone::Warning : Tone::Bad}});
        view.json["differences"].push_back({{"caller", analysis::describeCaller(one.caller)},
                                            {"identity", jsonText(one.caller)},
                                            {"callee", callee},
                                            {"request", one.request},
                                            {"networks", one.networks},
                                            {"before", one.before},
                                            {"after", one.after},
                                            {"rule_before", jsonText(one.ruleBefore)},
                                            {"rule_after", jsonText(one.ruleAfter)}});
    }
    return view;
}

View simulationView(const analysis::Simulation& simulation) {
    View view{{{{"CHANGE"},
                {"CALLER", Column::Align::Left, true},
                {"CALLEE"},
                {"SQUAD"},
                {"ROUTE", Column::Align::Left, true},
                {"RULE", Column::Align::Left, true},
                {"REQUESTS", Column::Align::Right},
                {"SHARE", Column::Align::Right},
                {"LAST SEEN"},
                {"FOR EXAMPLE", Column::Align::Left, true}},
               {},
               "Nothing that was recorded would change."},
              {{"requests", simulation.requests},
               {"tuples", simulation.tuples},
               {"not_served", simulation.notServed},
               {"judged_otherwise", simulation.judgedOtherwise},
               {"changes", Json::array()}}};
    const auto add = [&](const std::vector<analysis::Change>& changes, const char* word,
                         Tone tone) {
        for (const auto& change : changes) {
            view.table.rows.push_back(changeRow(change, simulation.requests, tone));
            view.json["changes"].push_back(changeJson(change, word));
        }
    };
    add(simulation.newlyDenied, "newly_denied", Tone::Bad);
    add(simulation.newlyAllowed, "newly_allowed", Tone::Warning);
    add(simulation.otherwise, "otherwise", Tone::Dim);
    return view;
}

std::string simulationSummary(const analysis::Simulation& simulation,
                              const recording::Recording& recording) {
    const auto sum = [](const std::vector<analysis::Change>& changes) {
        std::uint64_t requests = 0;
        for (const auto& change : changes)
            requests += change.requests;
        return requests;
    };
    const auto denied = sum(simulation.newlyDenied);
    const auto allowed = sum(simulation.newlyAllowed);
    auto text = fmt::format(
        "{} requests in {} tuples: {} newly denied ({}), {} newly allowed ({}).\n",
        simulation.requests, simulation.tuples, denied, share(denied, simulation.requests), allowed,
        share(allowed, simulation.requests));
    if (simulation.notServed > 0)
        text += fmt::format("{} requests went to services that these objects do not have.\n",
                            simulation.notServed);
    if (simulation.judgedOtherwise > 0)
        text += fmt::format("{} requests were judged otherwise when they were recorded: rules have "
                            "changed since, or look at what is not recorded.\n",
                            simulation.judgedOtherwise);
    std::uint64_t givenUp = 0;
    for (const auto& span : recording.spans())
        givenUp += span.givenUp;
    if (givenUp > 0)
        text += fmt::format("{} further requests were seen whose tuple was not kept.\n", givenUp);
    return text;
}

} // namespace causeway::cli
