// SPDX-License-Identifier: Apache-2.0
#include "cli/probe_views.h"

#include "link/probe_figures.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::cli {
namespace {

using Align = Column::Align;
using link::ProbeFigures;
using telemetry::ProbeRung;

constexpr double kLossy = 0.01;
constexpr std::array<const char*, kProbeWindows.size()> kWindowNames{"1m", "5m", "60m"};

link::ProbeFigures figuresIn(const std::vector<telemetry::ProbeSample>& window, ProbeRung rung) {
    const auto found = std::ranges::find(window, rung, &telemetry::ProbeSample::rung);
    return link::figuresOf(found == window.end() ? telemetry::ProbeSample{} : *found);
}

std::optional<double> us(std::optional<double> ms) {
    return ms ? std::optional(*ms * 1000) : std::nullopt;
}

Cell lossCell(const ProbeFigures& figures) {
    if (!figures.loss)
        return {"–", Tone::Dim};
    const auto& loss = *figures.loss;
    // Of few probes the share says little, the interval how little.
    return {fmt::format("{:.1f} % ({:.1f}–{:.1f})", loss.value * 100, loss.low * 100,
                        loss.high * 100),
            loss.low > kLossy ? Tone::Bad : loss.value > kLossy ? Tone::Warning : Tone::Plain};
}

Cell oneWayCell(const ProbeFigures& figures) {
    if (!figures.forwardMs || !figures.plusMinusMs)
        return {"–", Tone::Dim};
    return {fmt::format("{:.1f} / {:.1f} ±{:.1f} ms", *figures.forwardMs, *figures.backMs,
                        *figures.plusMinusMs)};
}

Cell hopsCell(const ProbeFigures& figures) {
    if (!figures.hopsOut && !figures.hopsBack)
        return {"–", Tone::Dim};
    const auto text = [](const std::optional<std::uint32_t>& hops) {
        return hops ? std::to_string(*hops) : std::string("–");
    };
    return {text(figures.hopsOut) + " / " + text(figures.hopsBack)};
}

Json jsonHops(const std::optional<std::uint32_t>& hops) {
    return hops ? Json(*hops) : Json(nullptr);
}

Cell stateOf(const ProbeFigures& figures) {
    Cell cell = stateCell(std::string(name(figures.state)));
    if (!figures.reason.empty())
        cell.text += ": " + figures.reason;
    return cell;
}

Json jsonLoss(const ProbeFigures& figures) {
    if (!figures.loss)
        return nullptr;
    return {{"share", jsonNumber(figures.loss->value)},
            {"low", jsonNumber(figures.loss->low)},
            {"high", jsonNumber(figures.loss->high)},
            {"probes", figures.probes}};
}

Json jsonOf(ProbeRung rung, const ProbeFigures& minute) {
    return {{"rung", name(rung)},
            {"state", name(minute.state)},
            {"reason", jsonText(minute.reason)},
            {"last_ms", jsonMs(us(minute.lastMs))},
            {"p50_ms", jsonMs(us(minute.p50Ms))},
            {"p95_ms", jsonMs(us(minute.p95Ms))},
            {"jitter_ms", jsonMs(us(minute.jitterMs))},
            {"spread_ms", jsonMs(us(minute.spreadMs))},
            {"one_way_out_ms", jsonMs(us(minute.forwardMs))},
            {"one_way_back_ms", jsonMs(us(minute.backMs))},
            {"one_way_plus_minus_ms", jsonMs(us(minute.plusMinusMs))},
            {"hops_out", jsonHops(minute.hopsOut)},
            {"hops_back", jsonHops(minute.hopsBack)}};
}

void addRung(Table& table, Json& list, const ProbeFacts& facts, ProbeRung rung) {
    const ProbeFigures minute = figuresIn(facts.windows.front(), rung);
    std::vector<Cell> row{{std::string(name(rung))},
                          {formatMs(us(minute.lastMs))},
                          {formatMs(us(minute.p50Ms))},
                          {formatMs(us(minute.p95Ms))}};
    Json object = jsonOf(rung, minute);
    for (std::size_t i = 0; i < facts.windows.size(); ++i) {
        const ProbeFigures figures = figuresIn(facts.windows[i], rung);
        row.push_back(lossCell(figures));
        object["loss"][kWindowNames[i]] = jsonLoss(figures);
    }
    row.push_back({formatMs(us(minute.jitterMs))});
    row.push_back({formatMs(us(minute.spreadMs))});
    row.push_back(oneWayCell(minute));
    row.push_back(hopsCell(minute));
    row.push_back(stateOf(minute));
    table.rows.push_back(std::move(row));
    list.push_back(std::move(object));
}

void addPathChanges(View& view, const std::vector<link::PathChange>& changes) {
    view.json["path_changes"] = Json::array();
    for (const auto& each : changes) {
        view.json["path_changes"].push_back({{"at", jsonTime(each.at)},
                                             {"from", each.from},
                                             {"to", each.to},
                                             {"hops_before", each.before},
                                             {"hops", each.after}});
        view.notes.push_back("▲ " + describe(each) + " at " + formatTime(each.at));
    }
}

std::uint64_t bytesIn(const std::vector<telemetry::ProbeSample>& window) {
    std::uint64_t sum = 0;
    for (const auto& each : window)
        sum += each.bytes;
    return sum;
}

} // namespace

void addProbes(View& view, const ProbeFacts& facts) {
    Table table{{{"PROBE"}}, {}, {}};
    for (const char* title : {"LAST", "P50", "P95", "LOSS 1 MIN", "5 MIN", "60 MIN", "JITTER",
                              "P95−P5", "OUT / BACK", "HOPS"})
        table.columns.push_back({title, Align::Right});
    table.columns.push_back({"STATE"});
    Json rungs = Json::array();
    for (const ProbeRung rung : telemetry::kProbeRungs)
        addRung(table, rungs, facts, rung);
    view.json["probes"] = std::move(rungs);
    view.json["probe_bytes_per_second"] =
        facts.windows.front().empty()
            ? Json(nullptr)
            : jsonNumber(double(bytesIn(facts.windows.front())) / double(kProbeWindows[0].count()));
    view.json["step"] =
        facts.step ? Json{{"at", jsonTime(facts.step)}, {"by_ms", jsonMs(facts.stepMs * 1000)}}
                   : Json(nullptr);
    view.json["probes_error"] = jsonText(facts.silent);
    view.further.push_back(std::move(table));
    if (facts.step)
        view.notes.push_back(fmt::format("▲ the wire's round trip became {} longer at {}",
                                         formatMs(facts.stepMs * 1000), formatTime(*facts.step)));
    addPathChanges(view, facts.pathChanges);
    if (!facts.silent.empty())
        view.notes.push_back("The gateways' probes could not be asked for: " + facts.silent);
}

} // namespace causeway::cli
