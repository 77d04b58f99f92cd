// SPDX-License-Identifier: Apache-2.0
#include "cli/slo_views.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::cli {
namespace {

using Align = Column::Align;

Cell rateCell(const std::optional<double>& rate) {
    return rate ? Cell{fmt::format("{:.1f}", *rate)} : Cell{"–", Tone::Dim};
}

Cell stateOf(const link::Burn& burn) {
    const auto burns = burn.burns();
    if (!burns)
        return stateCell("not_measured");
    return *burns ? Cell{"■ burns", Tone::Bad} : Cell{"● ok", Tone::Good};
}

Json jsonOf(const link::Burn& burn) {
    const auto burns = burn.burns();
    return {{"window_seconds", burn.window.longer.count()},
            {"short_window_seconds", burn.window.shorter.count()},
            {"rate", jsonNumber(burn.longer)},
            {"short_rate", jsonNumber(burn.shorter)},
            {"limit", burn.window.limit},
            {"burns", burns ? Json(*burns) : Json(nullptr)}};
}

// One line a window.
Table burnTable(const std::string& title, const std::vector<link::Burn>& burns) {
    Table table{{{title},
                 {"BURN RATE", Align::Right},
                 {"OF LATE", Align::Right},
                 {"LIMIT", Align::Right},
                 {"STATE"}},
                {},
                {}};
    for (const auto& burn : burns)
        table.rows.push_back({{formatSpan(burn.window.longer) + ", of late "
                               + formatSpan(burn.window.shorter)},
                              rateCell(burn.longer),
                              rateCell(burn.shorter),
                              {fmt::format("{:g}", burn.window.limit)},
                              stateOf(burn)});
    return table;
}

Json jsonOf(const std::vector<link::Burn>& burns) {
    Json list = Json::array();
    for (const auto& burn : burns)
        list.push_back(jsonOf(burn));
    return list;
}

std::string countOf(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? std::to_string(part)
                      : fmt::format("{} ({:.0f} %)", part, 100 * double(part) / double(whole));
}

Table spentTable(const link::BudgetSplit& spent) {
    Table table{{{"SPENT IN " + formatSpan(kSplitWindow)},
                 {"FAILED", Align::Right},
                 {"TOO SLOW", Align::Right},
                 {"OF"}},
                {},
                {}};
    for (const auto& caller : spent.callers)
        if (caller.failed + caller.slow > 0)
            table.rows.push_back({{caller.caller.empty() ? "not authenticated" : caller.caller},
                                  {countOf(caller.failed, spent.failed)},
                                  {countOf(caller.slow, spent.slow)},
                                  {fmt::format("{} requests", caller.requests), Tone::Dim}});
    for (const auto& leg : spent.legs)
        if (leg.failed || leg.slowShare)
            table.rows.push_back({{leg.leg},
                                  leg.failed ? Cell{countOf(*leg.failed, spent.failed)}
                                             : Cell{"–", Tone::Dim},
                                  leg.slowShare ? Cell{formatShare(leg.slowShare)}
                                                : Cell{"–", Tone::Dim},
                                  {"leg; time beyond its median", Tone::Dim}});
    return table;
}

Json jsonOf(const link::BudgetSplit& spent) {
    Json json = {{"window_seconds", kSplitWindow.count()},
                 {"failed", spent.failed},
                 {"slow", spent.slow},
                 {"by_caller", Json::array()},
                 {"by_leg", Json::array()}};
    for (const auto& each : spent.callers)
        json["by_caller"].push_back({{"caller", each.caller},
                                     {"requests", each.requests},
                                     {"failed", each.failed},
                                     {"slow", each.slow}});
    for (const auto& each : spent.legs)
        json["by_leg"].push_back({{"leg", each.leg},
                                  {"failed", each.failed ? Json(*each.failed) : Json(nullptr)},
                                  {"slow_share", jsonNumber(each.slowShare)}});
    return json;
}

} // namespace

void addSlo(View& view, const SloFacts& facts) {
    view.further.push_back(
        burnTable(fmt::format("BUDGET OF {:g} %", facts.objective * 100), facts.burns));
    Json latency = nullptr;
    if (const auto& slo = facts.latency) {
        view.further.push_back(burnTable(fmt::format("BUDGET OF {:g} % IN {} ms",
                                                     slo->objective * 100, slo->within.count()),
                                         slo->burns));
        latency = {{"objective", jsonNumber(slo->objective)},
                   {"within_ms", slo->within.count()},
                   {"burn", jsonOf(slo->burns)}};
    }
    view.json["slo"] = {{"objective", jsonNumber(facts.objective)},
                        {"burn", jsonOf(facts.burns)},
                        {"latency", std::move(latency)},
                        {"spent", facts.spent ? jsonOf(*facts.spent) : Json(nullptr)},
                        {"spent_error", jsonText(facts.spentSilent)},
                        {"error", jsonText(facts.silent)}};
    if (facts.spent && facts.spent->failed + facts.spent->slow > 0)
        view.further.push_back(spentTable(*facts.spent));
    if (!facts.silent.empty())
        view.notes.push_back("The link's past could not be asked for: " + facts.silent);
    if (!facts.undeclared.empty())
        view.notes.push_back("The objectives that the Link declares could not be asked for: "
                             + facts.undeclared);
    if (!facts.spentSilent.empty())
        view.notes.push_back("Who spent the budget is not all known: " + facts.spentSilent);
}

} // namespace causeway::cli
