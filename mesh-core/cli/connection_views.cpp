// SPDX-License-Identifier: Apache-2.0
#include "cli/connection_views.h"

#include "link/connection_figures.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::cli {
namespace {

using Align = Column::Align;
using link::ConnectionFigures;

constexpr double kLossy = 0.01;
constexpr std::array<const char*, kProbeWindows.size()> kWindowNames{"1m", "5m", "60m"};

struct Figures {
    ConnectionFigures figures;
    std::uint64_t segments = 0;
};

// Of the wire alone: a link is asked for.
Figures figuresIn(const client::ConnectionWindow& window) {
    const auto wire = std::ranges::find(window.connections, telemetry::Leg::Wire,
                                        &telemetry::ConnectionSample::leg);
    if (wire == window.connections.end())
        return {};
    return {link::figuresOf(*wire, window.covered), wire->segments};
}

std::optional<double> us(std::optional<double> ms) {
    return ms ? std::optional(*ms * 1000) : std::nullopt;
}

Cell againCell(const ConnectionFigures& figures) {
    if (!figures.retransmitted)
        return {"–", Tone::Dim};
    const auto& again = *figures.retransmitted;
    return {fmt::format("{:.2f} % ({:.2f}–{:.2f})", again.value * 100, again.low * 100,
                        again.high * 100),
            again.low > kLossy     ? Tone::Bad
            : again.value > kLossy ? Tone::Warning
                                   : Tone::Plain};
}

std::string formatBytes(std::optional<double> perSecond) {
    if (!perSecond)
        return "–";
    if (*perSecond < 1e6)
        return fmt::format("{:.0f} kB/s", *perSecond / 1e3);
    return fmt::format("{:.1f} MB/s", *perSecond / 1e6);
}

Json jsonAgain(const Figures& each) {
    if (!each.figures.retransmitted)
        return nullptr;
    const auto& again = *each.figures.retransmitted;
    return {{"share", jsonNumber(again.value)},
            {"low", jsonNumber(again.low)},
            {"high", jsonNumber(again.high)},
            {"segments", each.segments}};
}

} // namespace

void addConnections(View& view, const ConnectionFacts& facts) {
    const ConnectionFigures minute = figuresIn(facts.windows.front()).figures;
    Table table{{{"CONNECTIONS"}}, {}, {}};
    for (const char* title : {"OPEN", "NEW", "RESUMED", "RTT", "VARIATION", "SENT AGAIN 1 MIN",
                              "5 MIN", "60 MIN", "SENT AGAIN", "FASTEST"})
        table.columns.push_back({title, Align::Right});
    std::vector<Cell> row{{"connections"},
                          {minute.connections ? fmt::format("{:.1f}", *minute.connections) : "–"},
                          {formatRate(minute.openedPerSecond)},
                          {formatShare(minute.resumedShare)},
                          {formatMs(us(minute.rttMs))},
                          {formatMs(us(minute.rttVariationMs))}};
    Json json{{"open", jsonNumber(minute.connections)},
              {"opened_per_second", jsonNumber(minute.openedPerSecond)},
              {"resumed", jsonNumber(minute.resumedShare)},
              {"rtt_ms", jsonMs(us(minute.rttMs))},
              {"rtt_variation_ms", jsonMs(us(minute.rttVariationMs))},
              {"retransmits_per_second", jsonNumber(minute.retransmitsPerSecond)},
              {"delivery_bytes_per_second", jsonNumber(minute.bytesPerSecond)}};
    for (std::size_t i = 0; i < facts.windows.size(); ++i) {
        const Figures each = figuresIn(facts.windows[i]);
        row.push_back(againCell(each.figures));
        json["retransmitted"][kWindowNames[i]] = jsonAgain(each);
    }
    row.push_back({formatRate(minute.retransmitsPerSecond)});
    row.push_back({formatBytes(minute.bytesPerSecond)});
    table.rows.push_back(std::move(row));
    view.further.push_back(std::move(table));
    view.json["connections"] = std::move(json);
    view.json["connections_error"] = jsonText(facts.silent);
    if (!facts.silent.empty())
        view.notes.push_back("The gateways' connections could not be asked for: " + facts.silent);
}

} // namespace causeway::cli
