// SPDX-License-Identifier: Apache-2.0
#include "cli/slo_views.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::cli {
namespace {

using Align = Column::Align;

std::string spanOf(std::chrono::seconds span) {
    const auto minutes = span.count() / 60;
    return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} min", minutes);
}

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

} // namespace

void addSlo(View& view, const SloFacts& facts) {
    Table table{{{fmt::format("BUDGET OF {:g} %", facts.objective * 100)},
                 {"BURN RATE", Align::Right},
                 {"OF LATE", Align::Right},
                 {"LIMIT", Align::Right},
                 {"STATE"}},
                {},
                {}};
    Json list = Json::array();
    for (const auto& burn : facts.burns) {
        table.rows.push_back(
            {{spanOf(burn.window.longer) + ", of late " + spanOf(burn.window.shorter)},
             rateCell(burn.longer),
             rateCell(burn.shorter),
             {fmt::format("{:g}", burn.window.limit)},
             stateOf(burn)});
        list.push_back(jsonOf(burn));
    }
    view.json["slo"] = {{"objective", jsonNumber(facts.objective)},
                        {"burn", std::move(list)},
                        {"error", jsonText(facts.silent)}};
    view.further.push_back(std::move(table));
    if (!facts.silent.empty())
        view.notes.push_back("The link's past could not be asked for: " + facts.silent);
}

} // namespace causeway::cli
