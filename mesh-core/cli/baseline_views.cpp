// SPDX-License-Identifier: Apache-2.0
#include "cli/baseline_views.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>

namespace causeway::cli {
namespace {

using Align = Column::Align;
using telemetry::Leg;

void addRow(Table& table, Json& list, const std::string& leg,
            const std::optional<link::Timing>& now, const link::HourBaseline& usual) {
    const bool isOdd = now && link::isOutlier(now->meanMs, usual);
    table.rows.push_back(
        {{leg},
         now ? Cell{formatMs(now->meanMs * 1000)} : Cell{"–", Tone::Dim},
         {fmt::format("{} ± {}", formatMs(usual.medianMs * 1000), formatMs(usual.madMs * 1000))},
         {std::to_string(usual.weeks)},
         !now    ? stateCell("not_measured")
         : isOdd ? Cell{"▲ unusual", Tone::Warning}
                 : Cell{"● usual", Tone::Good}});
    list.push_back({{"leg", leg},
                    {"mean_ms", now ? jsonMs(now->meanMs * 1000) : Json(nullptr)},
                    {"usual_ms", jsonMs(usual.medianMs * 1000)},
                    {"deviation_ms", jsonMs(usual.madMs * 1000)},
                    {"weeks", usual.weeks},
                    {"unusual", now ? Json(isOdd) : Json(nullptr)}});
}

void addHour(View& view, const link::LinkTimes& now, const LinkBaselines& hour) {
    Table table{{{"THIS HOUR OF THE WEEK"},
                 {"MEAN", Align::Right},
                 {"USUALLY", Align::Right},
                 {"OF WEEKS", Align::Right},
                 {"STATE"}},
                {},
                {}};
    Json list = Json::array();
    for (const Leg leg : telemetry::kLegs)
        if (const auto& usual = hour.leg(leg))
            addRow(table, list, std::string(name(leg)), now.leg(leg), *usual);
    if (hour.whole)
        addRow(table, list, "whole", now.whole, *hour.whole);
    view.json["hour_of_week"] = std::move(list);
    if (table.rows.empty())
        view.notes.push_back(fmt::format("What is usual at this hour of the week is not known yet: "
                                         "fewer than {} of the last {} weeks tell of it.",
                                         link::kLeastWeeks, link::kBaselineWeeks));
    else
        view.further.push_back(std::move(table));
}

} // namespace

void addBaselines(View& view, const link::LinkTimes& now, const BaselineFacts& facts) {
    view.json["hour_of_week"] = nullptr;
    if (facts.hour)
        addHour(view, now, *facts.hour);
    view.json["drift"] = nullptr;
    if (const auto& drift = facts.drift) {
        view.json["drift"] = {{"per_day_ms", jsonMs(drift->perDayMs * 1000)},
                              {"overall_ms", jsonMs(drift->overallMs * 1000)},
                              {"points", drift->points}};
        view.notes.push_back(fmt::format(
            "▲ slowly, requests {} by {} in the last days: {} a day",
            drift->overallMs > 0 ? "became longer" : "became shorter",
            formatMs(std::abs(drift->overallMs) * 1000), formatMs(std::abs(drift->perDayMs) * 1000)));
    }
    view.json["past_error"] = jsonText(facts.silent);
    if (!facts.silent.empty())
        view.notes.push_back("What is usual could not be asked for: " + facts.silent);
}

} // namespace causeway::cli
