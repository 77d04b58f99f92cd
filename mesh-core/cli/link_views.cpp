// SPDX-License-Identifier: Apache-2.0
#include "cli/link_views.h"

#include "link/words.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <utility>

namespace causeway::cli {
namespace {

using telemetry::Leg;

double rounded(double ms) {
    return std::round(ms * 10) / 10;
}

Json wordsOf(const std::vector<link::Evidence>& list) {
    Json words = Json::array();
    for (const auto& each : list)
        words.push_back(link::describe(each));
    return words;
}

Json stepsOf(const std::vector<link::Evidence>& list) {
    Json steps = Json::array();
    for (const auto& each : list)
        steps.push_back(
            {{"what", link::describe(each)}, {"command", jsonText(link::commandFor(each))}});
    return steps;
}

Json addedMs(const link::Verdict& verdict, double ms) {
    return verdict.addsTime() ? Json(rounded(ms)) : Json(nullptr);
}

Json jsonOf(const DatedVerdict& dated) {
    const auto& verdict = dated.verdict;
    return {{"leg", verdict.leg.text()},
            {"kind", name(verdict.kind)},
            {"confidence", jsonNumber(std::round(verdict.confidence * 100) / 100)},
            {"delta_ms", addedMs(verdict, (verdict.deltaLowMs + verdict.deltaHighMs) / 2)},
            {"delta_low_ms", addedMs(verdict, verdict.deltaLowMs)},
            {"delta_high_ms", addedMs(verdict, verdict.deltaHighMs)},
            {"failing", isFailing(verdict.kind) ? jsonNumber(verdict.failing) : Json(nullptr)},
            {"losing", verdict.losing > 0 ? jsonNumber(verdict.losing) : Json(nullptr)},
            {"standing", verdict.standing},
            {"since", jsonTime(dated.since)},
            {"links", verdict.links},
            {"impact",
             {{"rps", jsonNumber(dated.impact.requestsPerSecond)},
              {"services", dated.impact.services},
              {"squads", dated.impact.squads}}},
            {"evidence", wordsOf(verdict.evidence)},
            {"clears", wordsOf(verdict.clears)},
            {"next", stepsOf(verdict.next)}};
}

// "  why      …" and the lines below it.
void paragraph(std::string& prose, const char* title, const std::vector<link::Evidence>& list) {
    constexpr std::size_t kMost = 8;
    for (std::size_t i = 0; i < list.size() && i < kMost; ++i) {
        prose += fmt::format("  {:9}{}\n", i == 0 ? title : "", link::describe(list[i]));
        if (const auto command = link::commandFor(list[i]); !command.empty())
            prose += fmt::format("  {:9}  $ {}\n", "", command);
    }
    if (list.size() > kMost)
        prose += fmt::format("  {:9}… and {} more: -o json\n", "", list.size() - kMost);
}

// "12.3 requests a second to ledger.bank@aws and 3 more, of the squads money, risk"
std::string hitsOf(const link::Impact& impact) {
    constexpr std::size_t kMost = 3;
    const auto shown = std::min(impact.services.size(), kMost);
    std::string text = fmt::format(
        "{:.1f} requests a second to {}", impact.requestsPerSecond,
        fmt::join(impact.services.begin(), impact.services.begin() + std::ptrdiff_t(shown), ", "));
    if (impact.services.size() > shown)
        text += fmt::format(" and {} more", impact.services.size() - shown);
    if (!impact.squads.empty())
        text += fmt::format(", of the squad{} {}", impact.squads.size() == 1 ? "" : "s",
                            fmt::join(impact.squads, ", "));
    return text;
}

std::string proseOf(const DatedVerdict& dated) {
    const auto& verdict = dated.verdict;
    std::string prose = fmt::format("▲ {}\n", link::describe(verdict));
    prose += fmt::format("  {:9}{}, {}, confidence {:.0f} %", "leg", verdict.leg.text(),
                         name(verdict.kind), verdict.confidence * 100);
    prose += dated.since ? ", since " + formatTime(*dated.since) + "\n" : "\n";
    if (!dated.impact.services.empty())
        prose += fmt::format("  {:9}{}\n", "hits", hitsOf(dated.impact));
    paragraph(prose, "why", verdict.evidence);
    paragraph(prose, "cleared", verdict.clears);
    paragraph(prose, "next", verdict.next);
    return prose;
}

Cell msCell(const std::optional<link::Timing>& timing) {
    return timing ? Cell{formatMs(timing->meanMs * 1000)} : Cell{"–", Tone::Dim};
}

Json jsonMean(const std::optional<link::Timing>& timing) {
    return timing ? jsonMs(timing->meanMs * 1000) : Json(nullptr);
}

struct Row {
    std::string leg;
    std::string what;
    std::optional<link::Timing> now;
    std::optional<link::Timing> usual;
};

void addRow(View& view, const Row& row) {
    view.table.rows.push_back(
        {{row.leg}, msCell(row.now), msCell(row.usual), {row.what, Tone::Dim}});
    view.json["legs"].push_back(
        {{"leg", row.leg}, {"mean_ms", jsonMean(row.now)}, {"usual_ms", jsonMean(row.usual)}});
}

Cell markOf(link::CheckAnswer::State state) {
    switch (state) {
    case link::CheckAnswer::State::Passed:
        return {"✓", Tone::Good};
    case link::CheckAnswer::State::Failed:
        return {"■ failed", Tone::Bad};
    case link::CheckAnswer::State::Unknown:
        break;
    }
    return {"○ unknown", Tone::Dim};
}

} // namespace

View diagnosisView(const std::vector<DatedVerdict>& verdicts, const std::string& looked,
                   bool isAll) {
    View view{{}, {{"verdicts", Json::array()}}, {}};
    for (const auto& dated : verdicts) {
        view.json["verdicts"].push_back(jsonOf(dated));
        view.prose += (view.prose.empty() ? "" : "\n") + proseOf(dated);
    }
    if (verdicts.empty())
        view.prose = (isAll ? "● nothing is wrong with the links ("
                            : "○ nothing wrong is seen in what was told (")
                     + looked + ")\n";
    view.json["complete"] = isAll;
    return view;
}

View legsView(const link::LinkTimes& now, const link::LinkTimes* usual) {
    View view{
        {{{"LEG"}, {"MEAN", Column::Align::Right}, {"USUALLY", Column::Align::Right}, {"WHAT"}},
         {},
         "No request crossed this link in this window."},
        {{"from", now.from}, {"to", now.to}, {"legs", Json::array()}},
        {}};
    static const std::vector<std::pair<Leg, const char*>> kWay{
        {Leg::CallerConnect, "caller's sidecar waits for a connection to its gateway"},
        {Leg::ToEgress, "caller's sidecar to egress gateway and back"},
        {Leg::Connect, "egress gateway waits for a connection to the other cluster"},
        {Leg::Wire, "egress gateway to ingress gateway and back"},
        {Leg::ToCallee, "ingress gateway to callee's sidecar and back"},
        {Leg::CalleeProxy, "callee's sidecar"},
        {Leg::Application, "callee"}};
    if (!now.whole)
        return view;
    for (const auto& [leg, what] : kWay)
        addRow(view, {std::string(name(leg)), what, now.leg(leg),
                      usual ? usual->leg(leg) : std::nullopt});
    addRow(view, {"setup", "of each new connection alone", now.setup,
                  usual ? usual->setup : std::nullopt});
    addRow(view, {"whole", "as the caller's sidecar saw it", now.whole,
                  usual ? usual->whole : std::nullopt});
    view.table.rows.push_back({{"reused"},
                               {formatShare(now.reusedShare)},
                               {usual ? formatShare(usual->reusedShare) : "–"},
                               {"requests that found a connection open", Tone::Dim}});
    view.json["reused"] = jsonNumber(now.reusedShare);
    view.json["usual_reused"] = usual ? jsonNumber(usual->reusedShare) : Json(nullptr);
    return view;
}

View checksView(const std::string& from, const std::string& to,
                const std::vector<link::CheckAnswer>& answers) {
    View view{{{{""}, {"CHECK"}, {"FOUND"}}, {}, {}},
              {{"from", from}, {"to", to}, {"checks", Json::array()}}};
    for (const auto& answer : answers) {
        std::vector<Cell> row{markOf(answer.state), {std::string(name(answer.step))}};
        for (const auto& sentence : answer.evidence) {
            row.push_back({sentence});
            view.table.rows.push_back(std::exchange(row, {{}, {}}));
        }
        row.push_back({"$ " + answer.command, Tone::Dim});
        view.table.rows.push_back(std::move(row));
        view.json["checks"].push_back({{"check", name(answer.step)},
                                       {"state", name(answer.state)},
                                       {"evidence", answer.evidence},
                                       {"command", answer.command}});
    }
    return view;
}

} // namespace causeway::cli
